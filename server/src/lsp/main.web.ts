// The language server as a web worker. All texts are part of the bundle, for a worker cannot read files.
import texts from 'podwright:texts';
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './server';

// The worker itself is the channel. Its type is that of a page's world, which this project does not know.
const channel = globalThis as never;

startServer(createConnection(new BrowserMessageReader(channel), new BrowserMessageWriter(channel)), {
  loadTexts: (language) => texts[language],
});
