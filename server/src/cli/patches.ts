// Which files a kustomization lays over others, for the command line: kustomizations in the folder of a file and in the few
// above it are read, each once. Others that name the file are not known.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyzeFile } from '../features/analysis';
import { patchPaths } from '../features/kustomization';
import { NEWEST_MINOR } from '../schema/versions';
import { YamlStream } from '../yaml/stream';

/** Names kustomize looks for (sigs.k8s.io/kustomize/api/konfig, RecognizedKustomizationFileNames). */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Folders above a file's own that are looked into: `overlays/prod/patches/web.yaml`. */
const LEVELS = 2;

export class Patches {
  private readonly folders = new Map<string, ReadonlySet<string>>();

  /** Whether a file is part of other objects; standard input never is. */
  isPatch(file: string): boolean {
    if (file === '-') return false;
    const whole = path.resolve(file);
    let folder = path.dirname(whole);
    for (let level = 0; level <= LEVELS; level++) {
      if (this.named(folder).has(whole)) return true;
      folder = path.dirname(folder);
    }
    return false;
  }

  private named(folder: string): ReadonlySet<string> {
    let files = this.folders.get(folder);
    if (files === undefined) {
      const paths = NAMES.flatMap((name) => patchesIn(path.join(folder, name)));
      files = new Set(paths.map((one) => path.resolve(folder, one)));
      this.folders.set(folder, files);
    }
    return files;
  }
}

function patchesIn(kustomization: string): string[] {
  let text: string;
  try {
    text = readFileSync(kustomization, 'utf8');
  } catch {
    return [];
  }
  return patchPaths(analyzeFile(YamlStream.of(text), NEWEST_MINOR));
}
