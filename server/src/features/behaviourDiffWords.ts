// A behaviour diff in words: lines for a terminal, or Markdown for reviews and for the editor's preview.
import { span } from '../simulation/picture/words';
import type { Texts } from '../text/texts';
import type { Amount, Change, FindingLine, ObjectDiff, Subject } from './behaviourDiff';
import { shortBytes } from './hover/quantityWords';

export type Tone = 'better' | 'worse' | 'head' | 'plain';

/** How a terminal shows a piece of text; the Markdown form needs none. */
export type Style = (text: string, tone: Tone) => string;

const PLAIN: Style = (text) => text;

/** Lines for people, one per change, ended by a line break. */
export function diffText(diffs: readonly ObjectDiff[], texts: Texts, style: Style = PLAIN): string {
  if (diffs.length === 0) return `${texts.say('diff.none')}\n`;
  const blocks = diffs.map((diff) => {
    const rows = diff.changes.map((change) => [subjectWords(change, texts), change] as const);
    const width = Math.max(0, ...rows.map(([subject]) => wide(subject)));
    const changes = rows.map(([subject, change]) => {
      const line = `${subject}${' '.repeat(width - wide(subject))}  ${valueWords(change, texts)}`;
      return `  ${style(line, change.verdict ?? 'plain')}`;
    });
    const findings = [
      ...diff.gained.map((finding) => `  ${style(`+ ${findingWords(finding)}`, 'worse')}`),
      ...diff.lost.map((finding) => `  ${style(`- ${findingWords(finding)}`, 'better')}`),
    ];
    return [style(headWords(diff, texts), 'head'), ...changes, ...findings].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/** Markdown: a heading, a table and a list for each object. Nothing of a manifest becomes a link, HTML or an image. */
export function diffMarkdown(diffs: readonly ObjectDiff[], texts: Texts): string {
  if (diffs.length === 0) return `${texts.say('diff.none')}\n`;
  return diffs.map((diff) => objectMarkdown(diff, texts)).join('\n');
}

function objectMarkdown(diff: ObjectDiff, texts: Texts): string {
  const lines = [`### ${markdown(headWords(diff, texts))}`, ''];
  if (diff.changes.length > 0) {
    const heads = ['what', 'before', 'after'].map((id) => texts.say(`diff.head.${id}`));
    lines.push(row(['', ...heads]), row(heads.map(() => '---').concat('---')));
    for (const change of diff.changes) {
      const cells = [subjectWords(change, texts), amountWords(change.before, change, texts)];
      lines.push(
        row([SIGNS[change.verdict ?? 'plain'], ...cells, amountWords(change.after, change, texts)].map(markdown)),
      );
    }
    lines.push('');
  }
  const list = (id: string, findings: readonly FindingLine[]): void => {
    if (findings.length === 0) return;
    lines.push(texts.say(id), '', ...findings.map((finding) => `- ${markdown(findingWords(finding))}`), '');
  };
  list('diff.gained', diff.gained);
  list('diff.lost', diff.lost);
  return lines.join('\n');
}

const SIGNS: Readonly<Record<Tone, string>> = { better: '▲', worse: '▼', head: '', plain: '' };

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text from a manifest as literal Markdown. Code spans stay where backticks come one by one and in pairs. */
function markdown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const paired = !line.includes('``') && line.split('`').length % 2 === 1;
  if (!paired) return escaped(line);
  return line
    .split('`')
    .map((part, index) => (index % 2 === 0 ? escaped(part) : `\`${part.replace(/\|/g, '\\|')}\``))
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\|<>[\]*_!#&`]/g, '\\$&');
}

function headWords({ kind, name, state }: ObjectDiff, texts: Texts): string {
  return texts.say(`diff.${state}`, { kind, name });
}

function findingWords({ rule, path, message }: FindingLine): string {
  return `${path === '' ? '' : `${path}: `}${message} [${rule}]`;
}

function subjectWords({ subject, container }: Change, texts: Texts): string {
  const words = texts.say(`diff.${subject}`);
  return container === undefined ? words : texts.say('diff.of-container', { what: words, container });
}

function valueWords(change: Change, texts: Texts): string {
  return `${amountWords(change.before, change, texts)} → ${amountWords(change.after, change, texts)}`;
}

/** What an absent value means: some things then never happen, others are not there. */
const NEVER: ReadonlySet<Subject> = new Set<Subject>(['ready', 'restart', 'deletion', 'deletionIgnored']);

function amountWords(amount: Amount | undefined, { subject }: Change, texts: Texts): string {
  if (amount === undefined) return texts.say(NEVER.has(subject) ? 'diff.never' : 'diff.absent');
  if (amount.kind === 'text') return amount.text === 'max' ? texts.say('diff.unlimited') : amount.text;
  if (amount.kind === 'bytes') return shortBytes(BigInt(amount.bytes));
  const { bestMs, worstMs } = amount.span;
  return span(texts.table(['timeline']), bestMs, worstMs).replace(/\u00a0/g, ' ');
}

/** Columns of a terminal that a text takes: two for Chinese characters. */
function wide(text: string): number {
  let width = 0;
  for (const char of text) width += (char.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1;
  return width;
}
