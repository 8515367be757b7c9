// The open files as YAML streams. The language server library applies the protocol; the stream re-splits what an edit touches.
import type { TextDocumentsConfiguration } from 'vscode-languageserver';
import { YamlStream } from '../yaml/stream';

export class OpenFile {
  constructor(
    readonly uri: string,
    readonly languageId: string,
    readonly version: number,
    readonly stream: YamlStream,
  ) {}
}

/** How `TextDocuments` makes and changes our files. Ranges are positions of the text before each change, in order. */
export const openFiles: TextDocumentsConfiguration<OpenFile> = {
  create: (uri, languageId, version, content) => new OpenFile(uri, languageId, version, YamlStream.of(content)),
  update: (file, changes, version) => {
    let { stream } = file;
    for (const change of changes) {
      stream = 'range' in change ? stream.edit({ range: change.range, text: change.text }) : YamlStream.of(change.text);
    }
    return new OpenFile(file.uri, file.languageId, version, stream);
  },
};
