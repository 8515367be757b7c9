// Code lenses: "Preview timeline" above each pod or pod template.
import type { CodeLens } from 'vscode-languageserver-types';
import type { Texts } from '../text/texts';
import type { FileAnalysis } from './analysis';

/** One lens per pod of the file, on the first line of its object. */
export function codeLenses(file: FileAnalysis, uri: string, texts: Texts): CodeLens[] {
  let pod = 0;
  return file.documents.flatMap((analysis, index) =>
    analysis.pods.map(({ object }) => {
      const start = analysis.document.positionAt(object.node.start);
      const line = file.stream.startLine(index) + start.line;
      const range = { start: { line, character: 0 }, end: { line, character: 0 } };
      const title = `$(play-circle) ${texts.say('lens-preview-timeline')}`;
      return { range, command: { title, command: 'podwright.openTimeline', arguments: [uri, pod++] } };
    }),
  );
}
