// Meets Red Hat's YAML extension and registers our schema with it, once it is there. Writes no settings.
import * as vscode from 'vscode';
import { YAML_EXTENSION } from './clientOptions';
import { contribute, type YamlApi } from './yamlSchema';

/** Contributes once the YAML extension runs: at once, or when it is installed later. */
export class YamlContributor {
  #registered: unknown;

  constructor(
    private readonly contributes: (resource: string) => boolean,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Starts the YAML extension, which the same file would start anyway, and registers with it; once per instance of it. */
  async register(): Promise<void> {
    const extension = vscode.extensions.getExtension<YamlApi>(YAML_EXTENSION);
    if (extension === undefined || this.#registered === extension) return;
    this.#registered = extension;
    try {
      const done = contribute(await extension.activate(), this.contributes);
      this.output.info(
        done ? 'schema contributed to the YAML extension' : 'the YAML extension takes no schema of ours',
      );
    } catch (error) {
      this.output.warn(`the YAML extension did not start: ${String(error)}`);
    }
  }
}
