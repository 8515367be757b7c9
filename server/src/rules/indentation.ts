// Lines whose indentation fits no block: finds the block that knows their keys and offers to move them there, all at once.
import type { Definition, ValueType } from '../schema/field';
import type { YamlDocument } from '../yaml/document';
import type { SyntaxProblem, YamlNode } from '../yaml/tree';
import type { Finding } from './finding';

interface Block {
  readonly column: number;
  readonly name: string;
  readonly definition: Definition;
}

/** Runs of neighbouring mis-indented lines, one finding each, with the fix when one block above knows all their keys. */
export function indentationFindings(document: YamlDocument, root: Definition | undefined): Finding[] {
  const findings: Finding[] = [];
  let run: number[] = [];
  const flush = (): void => {
    if (run.length > 0) findings.push(finding(document, run, root));
    run = [];
  };
  for (const line of misindentedLines(document)) {
    const last = run.at(-1);
    if (last !== undefined && (line !== last + 1 || indentOf(document, line) !== indentOf(document, last))) flush();
    run.push(line);
  }
  flush();
  return findings;
}

/** Whether a problem is one of those reported here. */
export function isIndentation({ code }: SyntaxProblem): boolean {
  return code === 'yaml-indentation';
}

function misindentedLines(document: YamlDocument): number[] {
  const lines = new Set<number>();
  for (const problem of document.problems) {
    if (isIndentation(problem)) lines.add(document.positionAt(problem.start).line);
  }
  return [...new Set([...lines].flatMap((line) => withFollowers(document, line)))].sort((a, b) => a - b);
}

/** A mis-indented line and the lines directly below at the same column, which belong with it. */
function withFollowers(document: YamlDocument, line: number): number[] {
  const indent = indentOf(document, line);
  const lines = [line];
  for (let next = line + 1; next < document.lineStarts.length && keyOf(document, next) !== undefined; next++) {
    if (indentOf(document, next) !== indent) break;
    lines.push(next);
  }
  return lines;
}

function indentOf(document: YamlDocument, line: number): number {
  return /^ */.exec(document.lineText(line))?.[0].length ?? 0;
}

function keyOf(document: YamlDocument, line: number): string | undefined {
  return /^\s*([\w./-]+)\s*:(\s|$)/.exec(document.lineText(line))?.[1];
}

function finding(document: YamlDocument, run: readonly number[], root: Definition | undefined): Finding {
  const outdented = root === undefined ? undefined : outdentedKey(document, run[0] as number, root);
  if (outdented !== undefined) return outdented;
  const lines = [...new Set(run)];
  const first = lines[0] as number;
  const start = (document.lineStarts[first] as number) + indentOf(document, first);
  const end = document.lineEnd(lines.at(-1) as number);
  const actual = indentOf(document, first);
  const base = { severity: 'error', type: 'Syntax', path: '', span: { start, end } } as const;
  const keys = lines.map((line) => keyOf(document, line)).filter((key) => key !== undefined);
  const block = root === undefined ? undefined : bestBlock(blocksAbove(document, first, root), keys, actual);
  if (block === undefined) return { ...base, rule: 'yaml-indentation', values: { actual } };
  return reindented(document, lines, actual, block);
}

/** The finding for lines that belong into a block, with the edit that moves them there. */
function reindented(document: YamlDocument, lines: readonly number[], actual: number, block: Block): Finding {
  const first = lines[0] as number;
  const start = document.lineStarts[first] as number;
  const end = document.lineEnd(lines.at(-1) as number);
  const values = { actual, wanted: block.column, parent: block.name };
  const text = lines.map((line) => ' '.repeat(block.column) + document.lineText(line).trimStart()).join('\n');
  const edits = [{ op: 'text', span: { start, end }, text }] as const;
  const fix = { title: 'fix-reindent', values, edits, preferred: true } as const;
  const span = { start: start + actual, end };
  return { rule: 'yaml-misindented', severity: 'error', type: 'Syntax', path: '', span, values, fixes: [fix] };
}

/** The block that knows most of the keys; the one whose column is nearest when several do. */
function bestBlock(blocks: readonly Block[], keys: readonly string[], actual: number): Block | undefined {
  let best: Block | undefined;
  let bestScore = 0;
  for (const block of blocks) {
    const known = keys.filter((key) => block.definition.field(key) !== undefined).length;
    const score = known * 100 - Math.abs(block.column - actual);
    if (known > 0 && score > bestScore) {
      best = block;
      bestScore = score;
    }
  }
  return best;
}

/** The mappings open above a line, with the fields they may hold. */
function blocksAbove(document: YamlDocument, line: number, root: Definition): Block[] {
  const before = document.lineStarts[line] as number;
  const blocks: Block[] = [];
  const visit = (node: YamlNode | null, type: ValueType | undefined, name: string): void => {
    if (node === null || node.kind === 'alias' || node.kind === 'scalar') return;
    if (node.kind === 'seq') {
      const last = node.items.findLast((entry) => entry.start < before);
      visit(last?.value ?? null, type?.kind === 'list' ? type.items : undefined, name);
      return;
    }
    const pairs = node.pairs.filter((pair) => pair.key.start < before);
    const [first] = pairs;
    if (first === undefined || node.flow) return;
    const definition = type?.kind === 'object' ? type.definition : undefined;
    if (definition !== undefined)
      blocks.push({ column: document.positionAt(first.key.start).character, name, definition });
    const last = pairs.at(-1);
    visit(last?.value ?? null, definition?.field(last?.key.text ?? '')?.type, last?.key.text ?? '');
  };
  visit(document.root, { kind: 'object', definition: root }, root.name);
  return blocks;
}

/**
 * The line that looks mis-indented may be right and the key above it one level too shallow:
 *
 *     spec:
 *       replicas: 3
 *     selector:          <- belongs to spec
 *         app: nginx
 *       template:        <- where YAML gives up
 */
function outdentedKey(document: YamlDocument, line: number, root: Definition): Finding | undefined {
  const wanted = indentOf(document, line);
  let key: number | undefined;
  for (let above = line - 1; above >= 0; above--) {
    if (keyOf(document, above) === undefined || indentOf(document, above) > wanted) continue;
    if (indentOf(document, above) === wanted) break;
    key = above;
    break;
  }
  if (key === undefined) return undefined;
  const actual = indentOf(document, key);
  const name = keyOf(document, key) as string;
  const blocks = blocksAbove(document, key, root);
  const home = blocks.find(({ column, definition }) => column === wanted && definition.field(name) !== undefined);
  const stray = blocks.find(({ column }) => column === actual)?.definition.field(name) === undefined;
  if (home === undefined || !stray) return undefined;
  return reindented(document, [key], actual, home);
}
