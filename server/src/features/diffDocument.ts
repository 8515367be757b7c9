// The behaviour diff as one Markdown document for an editor's preview: the words, and a picture of each pod that changed.
import type { DiffAnswer } from '../protocol';
import type { Texts } from '../text/texts';
import type { FileAnalysis } from './analysis';
import { behaviourDiff, type ObjectDiff } from './behaviourDiff';
import { diffMarkdown } from './behaviourDiffWords';
import type { DiagnosticSettings } from './diagnostics';
import { comparePods } from './podComparison';

/** Pictures in one document; each is tens of kilobytes. */
const MOST_PICTURES = 4;

/** What changed from an older text of a file to the present one. `label` names the older one. */
export function diffDocument(
  before: FileAnalysis,
  after: FileAnalysis,
  label: string,
  texts: Texts,
  settings: DiagnosticSettings,
): DiffAnswer {
  const diffs = behaviourDiff(before, after, texts, settings);
  const title = `# ${texts.say('diff.title', { before: label.replace(/[\\`*_[\]<>#\s]+/g, ' ') })}`;
  const shown = diffs.filter(hasPicture).slice(0, MOST_PICTURES);
  const sections = diffs.map((diff) => {
    const words = diffMarkdown([diff], texts);
    const svg = shown.includes(diff) ? comparePods(diff.pods, texts) : undefined;
    return svg === undefined ? words : `${words}\n![](<${dataUri(svg)}>)\n`;
  });
  const body = diffs.length === 0 ? diffMarkdown(diffs, texts) : sections.join('\n');
  return { markdown: `${title}\n\n${body}`, changed: diffs.length > 0 };
}

function hasPicture({ pods, changes }: ObjectDiff): boolean {
  return pods.before !== undefined && pods.after !== undefined && changes.length > 0;
}

/** An address that holds the picture itself. Markdown ends an address in angle brackets at `>`, which is encoded. */
function dataUri(svg: string): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg.replace(/\p{Surrogate}/gu, '\ufffd'))}`;
}
