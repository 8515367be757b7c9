// The YAML files of a workspace's folders on disk, for Node. Reads nothing outside of them, follows no links, and knows
// nothing of what the files say.
import { type Dirent, promises as fs } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { WorkspaceFiles } from './workspaceIndex';

/** Folders that hold what others wrote or what tools made. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'vendor', 'dist', 'out', 'target', '__pycache__']);

/** Larger files are rarely written by hand. */
const LARGEST_BYTES = 1_000_000;

export const diskFiles: WorkspaceFiles = {
  async *list(folder) {
    const root = pathOf(folder);
    if (root !== undefined) yield* yamlFiles(root);
  },
  async read(uri) {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    try {
      const { size } = await fs.stat(file);
      return size > LARGEST_BYTES ? undefined : await fs.readFile(file, 'utf8');
    } catch {
      return undefined;
    }
  },
};

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}

async function* yamlFiles(folder: string): AsyncGenerator<string> {
  const entries: Dirent[] = await fs.readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !SKIPPED.has(entry.name)) yield* yamlFiles(full);
    } else if (entry.isFile() && /\.ya?ml$/i.test(entry.name)) yield pathToFileURL(full).href;
  }
}
