// The extension without its host: wires session, commands, status and timeline together. Nothing is awaited, nothing is
// read and no server is started until a document or a command asks for it.
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ClientParts } from './clientOptions';
import { isContributedTo } from './coexistence';
import { registerCommands } from './commands';
import { registerCompareWithHead } from './compareWithHead';
import { watchDocuments } from './documents';
import { ServiceNotices } from './serviceNotices';
import { Session } from './session';
import { registerStatus } from './status';
import { registerTimeline } from './timeline/register';
import { YamlContributor } from './yamlContributor';

/** What `activate` returns: for tests and for other extensions. */
export interface PodwrightApi {
  /** The running language client. */
  readonly client: Session['client'];
  /** Milliseconds `activate` took. */
  readonly activationMs: number;
}

/** Makes a client for the host we are in. */
type ClientMaker = (parts: ClientParts) => Promise<BaseLanguageClient>;

export function start(context: vscode.ExtensionContext, make: ClientMaker): PodwrightApi {
  const startedAt = performance.now();
  const output = vscode.window.createOutputChannel('Podwright', { log: true });
  const notices = new ServiceNotices();
  const session = new Session(async (parts) => {
    const client = await make({ ...parts, middleware: notices.middleware });
    notices.attach(client);
    return client;
  }, output);
  context.subscriptions.push(output, session);
  registerCommands(context, session, output);
  registerStatus(context, session);
  registerTimeline(context, () => session.client());
  registerCompareWithHead(context, () => session.client());
  watchDocuments(context, session);
  watchNeighbours(context, session, notices, output);
  const activationMs = performance.now() - startedAt;
  output.debug(`activated in ${activationMs.toFixed(1)} ms`);
  return { client: () => session.client(), activationMs };
}

/** Follows the YAML extension and the settings that say what is left to it; does nothing before the server is needed. */
function watchNeighbours(
  context: vscode.ExtensionContext,
  session: Session,
  notices: ServiceNotices,
  output: vscode.LogOutputChannel,
): void {
  const contributor = new YamlContributor(isContributedTo, output);
  const meet = (): void => {
    if (session.state !== 'idle') void contributor.register();
  };
  meet();
  context.subscriptions.push(
    session.onChange(meet),
    vscode.extensions.onDidChange(() => {
      meet();
      notices.refresh();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('podwright.coexistence') || event.affectsConfiguration('yaml')) notices.refresh();
    }),
  );
}
