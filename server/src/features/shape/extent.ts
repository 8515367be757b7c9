// How far a node reaches in the text: blank lines and comments behind it do not belong to it.

/** End of what is written between two offsets, trailing blanks and comment lines left out. */
export function contentEnd(text: string, start: number, end: number): number {
  let at = end;
  for (;;) {
    while (at > start && /\s/.test(text[at - 1] as string)) at--;
    const line = lineStart(text, at);
    if (line <= start || text.slice(line, at).trimStart()[0] !== '#') return at;
    at = line;
  }
}

/** Start of the line an offset is on. Both line ends are looked for step by step: a search for one that never occurs would run through the whole text. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}
