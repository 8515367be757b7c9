// Breaks text into lines for a terminal: at blanks, and between Chinese characters, which take two columns each.

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;
/** Words, single wide characters with the marks that must not begin a line, and blanks. */
const PIECES =
  /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60][，。；：、！？）」》]*|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]+|\s+/g;

/** The lines of a text, none wider than `columns`, each after `indent`. Line breaks of the text stay. */
export function wrapped(text: string, columns: number, indent: string): readonly string[] {
  const width = Math.max(20, columns - indent.length);
  return text.split('\n').flatMap((paragraph) => wrapOne(paragraph, width).map((line) => `${indent}${line}`));
}

function wrapOne(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of paragraph.matchAll(PIECES)) {
    if (line !== '' && columnsOf(line) + columnsOf(piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    if (line !== '' || piece.trim() !== '') line += piece;
  }
  return line === '' ? lines : [...lines, line.trimEnd()];
}

/** Columns that a text takes. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}
