// How far a node reaches in the text: blank lines and comments behind it do not belong to it.

/** End of what is written between two offsets, trailing blanks and comment lines left out. */
export function contentEnd(text: string, start: number, end: number): number {
  let at = end;
  for (;;) {
    while (at > start && /\s/.test(text[at - 1] as string)) at--;
    const line = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
    if (line <= start || text.slice(line, at).trimStart()[0] !== '#') return at;
    at = line;
  }
}
