// Where the comment with a scenario stands in a file, and the edit that writes it. Text only, no editor.

const COMMENT = /^#\s*podwright-scenario:.*$/;
const MARKER = /^(?:---|\.\.\.)(?:\s|$)/;

export interface LineEdit {
  /** First line to replace (0-based), and the line after the last one; equal: an insertion. */
  readonly fromLine: number;
  readonly toLine: number;
  readonly text: string;
}

/**
 * The edit that writes a scenario (as JSON) into the document of the pod at `podLine`, replaces the one that is there, or
 * with null removes it. Undefined when there is nothing to do.
 */
export function scenarioEdit(lines: readonly string[], podLine: number, json: string | null): LineEdit | undefined {
  const [from, to] = documentAround(lines, podLine);
  const found = lines.findIndex((line, index) => index >= from && index < to && COMMENT.test(line));
  const text = json === null ? '' : `# podwright-scenario: ${json}\n`;
  if (found >= 0) return { fromLine: found, toLine: found + 1, text };
  if (json === null) return undefined;
  const first = lines.findIndex(
    (line, index) => index >= from && index < to && line.trim() !== '' && !line.startsWith('#'),
  );
  const at = first < 0 ? from : first;
  return { fromLine: at, toLine: at, text };
}

/** First line of the YAML document that a line is in, and the line after its last one. */
function documentAround(lines: readonly string[], line: number): readonly [number, number] {
  const starts = lines.flatMap((text, index) => (MARKER.test(text) ? [index] : []));
  const before = starts.filter((index) => index <= line).pop();
  const after = starts.find((index) => index > line);
  return [before === undefined ? 0 : before + 1, after ?? lines.length];
}
