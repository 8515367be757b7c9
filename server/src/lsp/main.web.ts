// The language server as a web worker, which cannot read files: its first message brings the texts, then the protocol begins.
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { Language, TextFiles } from '../text/texts';
import { startServer } from './server';

/** A worker's side of its channel; the types of a page's world are not part of this project. */
interface Channel {
  onmessage: ((event: { readonly data: Readonly<Record<Language, TextFiles>> }) => void) | null;
}

const channel = globalThis as unknown as Channel;

channel.onmessage = ({ data: texts }) => {
  channel.onmessage = null;
  const port = channel as never;
  startServer(createConnection(new BrowserMessageReader(port), new BrowserMessageWriter(port)), {
    loadTexts: (language) => texts[language],
  });
};
