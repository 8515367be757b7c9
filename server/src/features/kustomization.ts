// What a kustomization file names as patches: partial objects, which are laid over others and need not be complete.
import { plainValue } from '../schema/decode';
import type { FileAnalysis } from './analysis';

/** Whether a file is a kustomization, by its address. */
export function isKustomization(uri: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(uri);
}

/** Paths of the patch files a kustomization names, relative to it. */
export function patchPaths(file: FileAnalysis): string[] {
  return file.documents.flatMap(({ document }) => {
    const root = plainValue(document.root);
    if (!isRecord(root)) return [];
    const byPath = [root.patches, root.patchesJson6902].flatMap((list) => (Array.isArray(list) ? list : []));
    const strategic = Array.isArray(root.patchesStrategicMerge) ? root.patchesStrategicMerge : [];
    const paths = [...byPath.map((one: unknown) => (isRecord(one) ? one.path : undefined)), ...strategic];
    return paths.filter((path): path is string => typeof path === 'string' && /^[^\n]+\.ya?ml$/.test(path));
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
