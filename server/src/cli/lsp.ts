// `podwright lsp --stdio`: the language server, for editors that start programs by name. The server itself is its own bundle.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArguments } from './arguments';
import { LSP } from './shapes';
import { UsageError } from './usageError';

/** Hands standard input and output to the server, which ends the process when its client does. */
export async function lsp(args: readonly string[]): Promise<number> {
  const { operands } = readArguments(LSP, args);
  if (operands.length > 0) throw new UsageError('cli.error.operands', { command: 'lsp', operand: operands[0] ?? '' });
  const server = path.join(__dirname, 'server.js');
  // the library looks for its transport among the arguments of the process
  process.argv = [process.argv[0] ?? 'node', server, '--stdio'];
  await import(pathToFileURL(server).href);
  return 0;
}
