// `podwright diff OLD NEW`: what changes in behaviour, as text, Markdown, JSON or a picture of both.
import { analyzeFile, type FileAnalysis } from '../features/analysis';
import { behaviourDiff, type ObjectDiff } from '../features/behaviourDiff';
import { diffMarkdown, diffText, type Tone } from '../features/behaviourDiffWords';
import { comparePods } from '../features/podComparison';
import { NEWEST_MINOR } from '../schema/versions';
import { YamlStream } from '../yaml/stream';
import { readArguments } from './arguments';
import { minorOf } from './config';
import { cliLanguage, loadTexts, readInput, write } from './io';
import { DIFF } from './shapes';
import { type Ink, painter, safeJson, useColors, visible, visibleData } from './terminal';
import { UsageError } from './usageError';

/** Runs the command; 0, or 1 with `--exit-code` when something changes. */
export async function diff(args: readonly string[]): Promise<number> {
  const { operands, values, flags } = readArguments(DIFF, args);
  const [oldFile, newFile, ...more] = operands;
  if (oldFile === undefined || newFile === undefined || more.length > 0 || (oldFile === '-' && newFile === '-'))
    throw new UsageError('cli.error.two-files');
  const texts = loadTexts(cliLanguage(values['--language']));
  const version = values['--kubernetes-version'];
  const minor = version === undefined ? NEWEST_MINOR : minorOf(version);
  const diffs = behaviourDiff(analysisOf(oldFile, minor), analysisOf(newFile, minor), texts);
  await write(PRINTERS[values['--format'] ?? 'text']?.(diffs, { texts, color: values['--color'] }) ?? '');
  return flags.has('--exit-code') && diffs.length > 0 ? 1 : 0;
}

function analysisOf(file: string, minor: number): FileAnalysis {
  return analyzeFile(YamlStream.of(readInput(file)), minor);
}

interface PrintContext {
  readonly texts: ReturnType<typeof loadTexts>;
  readonly color: string | undefined;
}

type Printer = (diffs: readonly ObjectDiff[], context: PrintContext) => string;

const INKS: Readonly<Record<Tone, Ink | undefined>> = { better: 'green', worse: 'red', head: 'bold', plain: undefined };

const PRINTERS: Readonly<Record<string, Printer>> = {
  text: (diffs, { texts, color }) => {
    const paint = painter(useColors(color));
    return diffText(diffs, texts, (text, tone) => {
      const ink = INKS[tone];
      return ink === undefined ? visible(text) : paint(visible(text), ink);
    });
  },
  markdown: (diffs, { texts }) => visible(diffMarkdown(diffs, texts)),
  json: (diffs) => `${safeJson({ objects: diffs.map(({ pods: _pods, ...rest }) => rest) }, 2)}\n`,
  svg: (diffs, { texts }) => {
    const changed = diffs.find(({ pods, changes }) => pods.before && pods.after && changes.length > 0) ?? diffs[0];
    return visible(changed === undefined ? '' : (comparePods(visibleData(changed.pods), texts) ?? ''));
  },
};
