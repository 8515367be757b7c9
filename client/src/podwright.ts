// The extension without its host: wires session, commands, status and timeline together. Nothing is awaited, nothing is
// read and no server is started until a document or a command asks for it.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { registerCompareWithHead } from './compareWithHead';
import { watchDocuments } from './documents';
import { type ClientFactory, Session } from './session';
import { registerStatus } from './status';
import { registerTimeline } from './timeline/register';

/** What `activate` returns: for tests and for other extensions. */
export interface PodwrightApi {
  /** The running language client. */
  readonly client: Session['client'];
  /** Milliseconds `activate` took. */
  readonly activationMs: number;
}

export function start(context: vscode.ExtensionContext, factory: ClientFactory): PodwrightApi {
  const startedAt = performance.now();
  const output = vscode.window.createOutputChannel('Podwright', { log: true });
  const session = new Session(factory, output);
  context.subscriptions.push(output, session);
  registerCommands(context, session, output);
  registerStatus(context, session);
  registerTimeline(context, () => session.client());
  registerCompareWithHead(context, () => session.client());
  watchDocuments(context, session);
  const activationMs = performance.now() - startedAt;
  output.debug(`activated in ${activationMs.toFixed(1)} ms`);
  return { client: () => session.client(), activationMs };
}
