// A timeline as Markdown: the sentence and a table of its events, for reviews and run-books.
import type { Picture } from '../picture/picture';
import { exactInstant, say, type Words } from '../picture/words';
import { footerText } from './svg';

/** Markdown with a heading, the sentence, the table of events that are not routine, and the assumptions. */
export function renderMarkdown(picture: Picture, words: Words): string {
  const sentence = picture.headline.phrases
    .map(({ text, strong }) => (strong === true ? `**${text}**` : text))
    .join('');
  const heads = ['time', 'container', 'event', 'detail'].map((id) => say(words, `table.${id}`));
  const rows = picture.told
    .filter(({ routine }) => !routine)
    .map(({ atMs, container, text, why }) => [exactInstant(words, atMs), container ?? '', text, why ?? ''].map(cell));
  return [
    `### ${picture.name}`,
    '',
    sentence,
    '',
    row(heads),
    row(heads.map((_, index) => (index === 0 ? '---:' : '---'))),
    ...rows.map(row),
    '',
    `_${footerText(picture, words)}_`,
    '',
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}
