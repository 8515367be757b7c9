import type { ChildProcess } from 'node:child_process';
import type { Diagnostic } from 'vscode-languageserver-types';

export class ServerProcess {
  constructor(program: string);
  readonly child: ChildProcess;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly log: string[];
  readonly stderr: string;
  readonly diagnostics: Map<string, { readonly version?: number; readonly diagnostics: Diagnostic[] }>;
  initialize(options?: { processId?: number | null; answers?: boolean }): Promise<unknown>;
  raw(bytes: string | Uint8Array): void;
  request(method: string, params: unknown): Promise<unknown>;
  notify(method: string, params: unknown): void;
  open(uri: string, text: string, version?: number): Promise<Diagnostic[]>;
  change(uri: string, version: number, contentChanges: readonly unknown[]): Promise<Diagnostic[]>;
  diagnosticsOf(uri: string, version: number): Promise<Diagnostic[]>;
  memoryMiB(): number | undefined;
  kill(): void;
}
