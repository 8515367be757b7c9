// Stands in for Red Hat's YAML extension, which is in no package registry: the real yaml-language-server, and the interface
// by which other extensions contribute schemas. Knows no more of it than is documented; has no views and no settings pages.
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

interface Contributor {
  readonly requestSchema: (resource: string) => string | undefined;
  readonly requestSchemaContent: (uri: string) => string | undefined;
  readonly label: RegExp | undefined;
}

/** A label `key:value` fits a text with that value at that key. */
function labelOf(label: string | undefined): RegExp | undefined {
  if (label === undefined) return undefined;
  const [key, value] = label.split(':');
  return new RegExp(key && value ? `${key}:[\\t ]+${value.trim().replaceAll('.', '\\.')}` : label);
}

/** What other extensions get of this one. */
class ContributorApi {
  readonly #contributors = new Map<string, Contributor>();

  registerContributor(
    name: string,
    requestSchema: Contributor['requestSchema'],
    requestSchemaContent: Contributor['requestSchemaContent'],
    label?: string,
  ): boolean {
    if (this.#contributors.has(name)) return false;
    this.#contributors.set(name, { requestSchema, requestSchemaContent, label: labelOf(label) });
    return true;
  }

  /** Schemas for a file: those of all contributors, or of the first alone whose label fits. */
  schemasOf(resource: string): (string | undefined)[] {
    const text = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === resource)?.getText() ?? '';
    const found: string[] = [];
    for (const { requestSchema, label } of this.#contributors.values()) {
      const schema = requestSchema(resource);
      if (label?.test(text) === true) return [schema];
      if (schema !== undefined) found.push(schema);
    }
    return found;
  }

  contentOf(uri: string): string | undefined {
    return this.#contributors.get(vscode.Uri.parse(uri).scheme)?.requestSchemaContent(uri);
  }

  get contributors(): readonly string[] {
    return [...this.#contributors.keys()];
  }
}

export function activate(context: vscode.ExtensionContext): ContributorApi {
  const api = new ContributorApi();
  const args = [process.env.PODWRIGHT_YAML_SERVER ?? '', '--stdio'];
  const server = { command: process.execPath, args, transport: TransportKind.stdio };
  const client = new LanguageClient('yaml', 'YAML', server, {
    documentSelector: [{ language: 'yaml' }],
    synchronize: { configurationSection: 'yaml' },
  });
  context.subscriptions.push({ dispose: () => void client.dispose() });
  client.onRequest('custom/schema/request', (resource: string) => api.schemasOf(resource));
  client.onRequest('custom/schema/content', (uri: string) => api.contentOf(uri) ?? null);
  void client.start().then(() => client.sendNotification('yaml/registerCustomSchemaRequest'));
  return api;
}
