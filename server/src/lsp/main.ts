// The language server as a Node process: over stdio (`--stdio`), a socket or Node's IPC, as the client asks.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { TextFiles } from '../text/texts';
import { idleCollector } from './idleCollector';
import { startServer } from './server';
import { diskFiles } from './workspaceFiles';

startServer(createConnection(ProposedFeatures.all), {
  loadTexts: (language) =>
    JSON.parse(readFileSync(path.join(__dirname, `texts.${language}.json`), 'utf8')) as TextFiles,
  files: diskFiles,
  worked: idleCollector(),
});
