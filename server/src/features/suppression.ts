// Rules switched off in place: `# podwright-ignore: rule-id` on or above a line, `# podwright-ignore-file: rule-id`.
import type { YamlDocument } from '../yaml/document';

export interface Suppressions {
  /** Rules off in the whole document; `*` stands for all. */
  readonly document: ReadonlySet<string>;
  /** Rules off by line. */
  readonly lines: ReadonlyMap<number, ReadonlySet<string>>;
}

const NONE: Suppressions = { document: new Set(), lines: new Map() };
const COMMENT = /#\s*podwright-ignore(-file)?\s*(?::\s*([\w-]+(?:\s*,\s*[\w-]+)*))?/g;

/** The suppressions written in a document. A comment that stands alone speaks for the next line, else for its own. */
export function suppressionsOf(document: YamlDocument): Suppressions {
  const { text } = document;
  if (!text.includes('podwright-ignore')) return NONE;
  const whole = new Set<string>();
  const lines = new Map<number, ReadonlySet<string>>();
  for (const match of text.matchAll(COMMENT)) {
    const rules = match[2]?.split(',').map((rule) => rule.trim()) ?? ['*'];
    if (match[1] !== undefined) for (const rule of rules) whole.add(rule);
    else {
      const { line } = document.positionAt(match.index);
      const alone = /^\s*#/.test(document.lineText(line));
      const target = alone ? line + 1 : line;
      lines.set(target, new Set([...(lines.get(target) ?? []), ...rules]));
    }
  }
  return { document: whole, lines };
}

/** Whether a rule is switched off on a line of the document. */
export function isSuppressed({ document, lines }: Suppressions, rule: string, line: number): boolean {
  const here = lines.get(line);
  return document.has(rule) || document.has('*') || here?.has(rule) === true || here?.has('*') === true;
}
