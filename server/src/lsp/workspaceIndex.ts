// Keeps the name index of a workspace: reads its files one by one between requests, follows changes on disk, lets open
// files speak for themselves. Has a budget and can be cancelled; nothing waits for it.
import type { CancellationToken, Connection, WorkDoneProgressReporter } from 'vscode-languageserver';
import { analyzeFile, type FileAnalysis } from '../features/analysis';
import { isKustomization, patchPaths } from '../features/kustomization';
import { placedDocuments } from '../features/names/documentNames';
import { NameIndex } from '../features/names/nameIndex';
import { NEWEST_MINOR } from '../schema/versions';
import { YamlStream } from '../yaml/stream';

/** How files of the workspace are found and read; the host's business. */
export interface WorkspaceFiles {
  /** Addresses of the YAML files below a folder. */
  list(folder: string): AsyncIterable<string>;
  /** Text of a file; undefined when it cannot be read or is too large. */
  read(uri: string): Promise<string | undefined>;
}

export interface OpenAnalysis {
  readonly uri: string;
  readonly file: FileAnalysis;
}

/** Most files that are read. Beyond them only open files are known. */
export const MOST_FILES = 10_000;

/** Files read between two pauses in which requests are answered. */
const BATCH = 1;

/** A scan of fewer files is over before anyone could read of it. */
const SHOW_PROGRESS_FROM = 200;

export class WorkspaceIndex {
  readonly names = new NameIndex();
  private readonly open = new Map<string, FileAnalysis>();
  /** Patch files by the kustomization that names them. */
  private readonly patches = new Map<string, readonly string[]>();
  private cancelled = false;
  private read = 0;

  constructor(
    private readonly connection: Connection,
    private readonly files: WorkspaceFiles | undefined,
    private readonly title: () => string,
    /** Called when files that are not open have changed what others can refer to. */
    private readonly changed: () => void,
  ) {}

  /** The index with every open file as it is now. */
  with(open: readonly OpenAnalysis[]): NameIndex {
    const uris = new Set<string>();
    for (const { uri, file } of open) {
      uris.add(uri);
      if (this.open.get(uri) === file) continue;
      this.open.set(uri, file);
      this.names.setFile(uri, file);
      this.readKustomization(uri, file);
    }
    for (const uri of [...this.open.keys()]) {
      if (uris.has(uri)) continue;
      this.open.delete(uri);
      this.names.delete(uri);
      void this.refresh(uri);
    }
    return this.names;
  }

  /** Reads the files of folders. Ends early when cancelled or when the budget is used up. */
  async scan(folders: readonly string[], withProgress: boolean): Promise<void> {
    const { files } = this;
    if (files === undefined || folders.length === 0) return;
    const uris: string[] = [];
    for (const folder of folders) {
      for await (const uri of files.list(folder)) {
        uris.push(uri);
        if (uris.length >= MOST_FILES) break;
      }
    }
    const progress = withProgress && uris.length >= SHOW_PROGRESS_FROM ? await this.progress() : undefined;
    for (let i = 0; i < uris.length && !this.stopped(progress?.token); i += BATCH) {
      await Promise.all(uris.slice(i, i + BATCH).map((uri) => this.refresh(uri)));
      progress?.reporter.report(Math.round((i / uris.length) * 100));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    progress?.reporter.done();
  }

  private stopped(token: CancellationToken | undefined): boolean {
    return this.cancelled || token?.isCancellationRequested === true || this.read > MOST_FILES;
  }

  private async progress(): Promise<{ reporter: WorkDoneProgressReporter; token: CancellationToken } | undefined> {
    try {
      const reporter = await this.connection.window.createWorkDoneProgress();
      reporter.begin(this.title(), 0, undefined, true);
      return { reporter, token: reporter.token };
    } catch {
      return undefined;
    }
  }

  /** Reads a file anew, or forgets it when it is gone. Open files are left to the editor. */
  async refresh(uri: string): Promise<void> {
    const before = this.names.version;
    const patches = this.patches.get(uri)?.join();
    await this.reread(uri);
    if (this.names.version !== before || this.patches.get(uri)?.join() !== patches) this.changed();
  }

  private async reread(uri: string): Promise<void> {
    if (this.files === undefined || this.open.has(uri) || this.cancelled) return;
    const text = await this.files.read(uri);
    if (this.open.has(uri)) return;
    if (isKustomization(uri)) {
      if (text === undefined) this.patches.delete(uri);
      else this.readKustomization(uri, analyzeFile(YamlStream.of(text), NEWEST_MINOR));
    }
    if (text === undefined || !/^[\s-]*["']?(apiVersion|kind)["']?\s*:/m.test(text)) this.names.delete(uri);
    else {
      this.read++;
      this.names.set(uri, placedDocuments(analyzeFile(YamlStream.of(text), NEWEST_MINOR)));
    }
  }

  private readKustomization(uri: string, file: FileAnalysis): void {
    if (!isKustomization(uri)) return;
    const before = this.patches.get(uri)?.join();
    const files = patchPaths(file).flatMap((path) => resolved(path, uri));
    this.patches.set(uri, files);
    if (files.join() !== (before ?? '')) this.changed();
  }

  /** Whether a kustomization of the workspace lays this file over others. */
  isPatch(uri: string): boolean {
    for (const list of this.patches.values()) if (list.includes(uri)) return true;
    return false;
  }

  /** Forgets the files below a folder that left the workspace. */
  forget(folder: string): void {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    for (const uri of this.names.uris()) if (uri.startsWith(prefix) && !this.open.has(uri)) this.names.delete(uri);
  }

  dispose(): void {
    this.cancelled = true;
  }
}

function resolved(path: string, base: string): string[] {
  try {
    return [new URL(path, base).href];
  } catch {
    return [];
  }
}
