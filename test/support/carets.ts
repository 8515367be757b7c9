// Manifests with expectations in comments: a comment whose text is carets and words marks the token above it.
//
//     periodSeconds: 0x
//     #              ^^ error wrong-type
//
// Such lines are cut out before parsing. For a token at column 0 the `#` itself counts as the first caret.

export interface Expected {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly severity: string;
  readonly rule: string;
}

export interface CaretCase {
  readonly text: string;
  readonly expected: readonly Expected[];
}

const CARETS = /^(\s*)#(\s*)(\^*) *(error|warning|info|hint) ([\w-]+)\s*$/;

/** Splits a case into its manifest and what is expected of it. */
export function readCarets(source: string): CaretCase {
  const lines: string[] = [];
  const expected: Expected[] = [];
  for (const line of source.split('\n')) {
    const match = CARETS.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    const [, indent = '', gap = '', carets = '', severity = '', rule = ''] = match;
    const atStart = gap === '';
    const start = indent.length + (atStart ? 0 : 1 + gap.length);
    const end = indent.length + 1 + gap.length + carets.length;
    expected.push({ line: lines.length - 1, start, end, severity, rule });
  }
  return { text: lines.join('\n'), expected };
}

/** Expectations and findings as lines of text, so that a difference reads well. */
export function describe(expected: readonly Expected[]): string[] {
  return expected
    .map(({ line, start, end, severity, rule }) => `${line + 1}:${start + 1}-${end + 1} ${severity} ${rule}`)
    .sort();
}
