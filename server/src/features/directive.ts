// The comments `# podwright: name=value, name<=value`: read here for all who use them. Judges no name and no value.
import type { Span } from '../yaml/tree';

export type DirectiveOperator = '=' | '<=' | '>=' | '<' | '>';

/** One entry of a comment. One that is no `name operator value` has its text as name and no operator. */
export interface DirectiveEntry {
  readonly name: string;
  readonly operator?: DirectiveOperator;
  readonly value: string;
  readonly span: Span;
}

const COMMENT = /(?:^|[ \t])#[ \t]*podwright:([^\r\n]*)/gm;
const ENTRY = /([A-Za-z][\w-]*)\s*(<=|>=|==|≤|≥|=|<|>)\s*([^\s,;]+)|[^\s,;]+/g;
const OPERATORS: Readonly<Record<string, DirectiveOperator>> = {
  '=': '=',
  '==': '=',
  '<=': '<=',
  '≤': '<=',
  '>=': '>=',
  '≥': '>=',
  '<': '<',
  '>': '>',
};

/** All entries of a text in order, with their places in it. */
export function directiveEntries(text: string): readonly DirectiveEntry[] {
  if (!text.includes('podwright:')) return [];
  const entries: DirectiveEntry[] = [];
  for (const comment of text.matchAll(COMMENT)) {
    const body = comment[1] as string;
    const from = comment.index + comment[0].length - body.length;
    for (const match of body.matchAll(ENTRY)) entries.push(entryOf(match, from));
  }
  return entries;
}

function entryOf(match: RegExpExecArray, from: number): DirectiveEntry {
  const [whole, name, sign, value] = match;
  const span = { start: from + match.index, end: from + match.index + whole.length };
  const operator = OPERATORS[sign ?? ''];
  return operator === undefined
    ? { name: whole, value: '', span }
    : { name: name as string, operator, value: value as string, span };
}
