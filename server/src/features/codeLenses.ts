// Code lenses above each pod or pod template: "Preview timeline", and its numbers. The numbers take time and are worked out
// only for lenses that are seen.
import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { Texts } from '../text/texts';
import type { FileAnalysis } from './analysis';
import { seconds, span } from './facts/numbers';
import { podFacts } from './facts/podFacts';
import { outlookOf } from './facts/timingFacts';
import type { PodView } from './pods';

/** One lens per pod of the file, on the first line of its object. */
export function codeLenses(file: FileAnalysis, uri: string, texts: Texts): CodeLens[] {
  const title = `$(play-circle) ${texts.say('lens-preview-timeline')}`;
  return codeLensPlaces(file).map((range, pod) => ({
    range,
    command: { title, command: 'podwright.openTimeline', arguments: [uri, pod] },
  }));
}

/** First line of the object of each pod. */
function codeLensPlaces(file: FileAnalysis): Range[] {
  return file.documents.flatMap((analysis, index) =>
    analysis.pods.map(({ object }) => {
      const line = file.stream.startLine(index) + analysis.document.positionAt(object.node.start).line;
      return { start: { line, character: 0 }, end: { line, character: 0 } };
    }),
  );
}

/** What a lens of numbers needs to be filled in. */
interface LensData {
  readonly uri: string;
  readonly pod: number;
}

/** One lens per pod for its numbers, without words yet. */
export function numberLenses(file: FileAnalysis, uri: string): CodeLens[] {
  return codeLensPlaces(file).map((range, pod) => ({ range, data: { uri, pod } satisfies LensData }));
}

/** The file that a lens without words belongs to; undefined for one that is not ours. */
export function lensUri({ data }: CodeLens): string | undefined {
  const uri = (data as Partial<LensData> | undefined)?.uri;
  return typeof uri === 'string' ? uri : undefined;
}

/** The lens with its numbers: QoS class, times until ready, restarted, gone. */
export function resolveLens(file: FileAnalysis, lens: CodeLens, texts: Texts): CodeLens {
  const { uri, pod: index } = lens.data as LensData;
  const pod = file.documents.flatMap(({ pods }) => pods)[index];
  if (pod === undefined) return lens;
  return {
    ...lens,
    command: { title: numbersOf(pod, texts), command: 'podwright.openTimeline', arguments: [uri, index] },
  };
}

function numbersOf(pod: PodView, texts: Texts): string {
  const { ready, restartAfterHang, deletion, deletionIgnored } = outlookOf(pod);
  return [
    podFacts(pod).qos.qosClass,
    ready === undefined ? '' : texts.say('lens-ready', { span: span(ready) }),
    ...restartAfterHang.map(({ container, restart }) => texts.say('lens-restart', { container, span: span(restart) })),
    deletion === undefined || deletionIgnored === undefined
      ? ''
      : texts.say('lens-deletion', {
          from: seconds(deletion.processes.bestMs),
          to: seconds(deletionIgnored.processes.worstMs),
        }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
