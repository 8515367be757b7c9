// Which blocks are open at a place of a document and which keys stand beside it, by columns alone. For cursors in text
// that is still being typed; a tree that parses is read with path.ts instead.
import type { Line } from './lines';
import type { Segment } from './path';

/** A key or a list item that is open at some line. */
export interface Block {
  readonly kind: 'key' | 'item';
  readonly column: number;
  readonly line: number;
  /** Name of the key, '' for items. */
  readonly key: string;
  /** Number of the item in its list. */
  readonly index: number;
  /** Nothing follows it on its own line. */
  readonly empty: boolean;
}

/** The open blocks from the outermost to the innermost, as lines `0 … before - 1` leave them. */
export function openBlocks(lines: readonly Line[], before: number): Block[] {
  const stack: Block[] = [];
  for (let i = 0; i < before; i++) {
    const line = lines[i] as Line;
    if (line.role === 'marker') stack.length = 0;
    if (line.role === 'content') pushLine(stack, line, i);
  }
  return stack;
}

/** Opens the blocks of a line of content. */
export function pushLine(stack: Block[], line: Line, number: number): void {
  for (const column of line.dashes) {
    let index = 0;
    for (let top = stack.at(-1); top !== undefined && closesForDash(top, column); top = stack.at(-1)) {
      if (top.kind === 'item' && top.column === column) index = top.index + 1;
      stack.pop();
      if (index > 0) break;
    }
    const empty = line.key === undefined && line.value < 0 && column === line.dashes.at(-1);
    stack.push({ kind: 'item', column, line: number, key: '', index, empty });
  }
  if (line.key === undefined) return;
  while (stack.length > 0 && (stack.at(-1) as Block).column >= line.column) stack.pop();
  stack.push({ kind: 'key', column: line.column, line: number, key: line.key, index: 0, empty: line.value < 0 });
}

/** An item of the same column ends; a key of the same column that is empty holds the list (`ports:` over `- x`). */
function closesForDash(top: Block, column: number): boolean {
  if (top.column !== column) return top.column > column;
  return top.kind === 'item' || !top.empty;
}

/** The path that open blocks lead to. */
export function blockPath(stack: readonly Block[]): Segment[] {
  return stack.map((block) => (block.kind === 'key' ? block.key : block.index));
}

/** A key that stands beside another one in the same mapping. */
export interface Neighbour {
  readonly key: string;
  readonly line: number;
}

/** The keys of the mapping whose keys begin at `column` and which holds (or would hold) a key on line `at`. */
export function neighbours(lines: readonly Line[], at: number, column: number, ownDash: boolean): Neighbour[] {
  const found: Neighbour[] = [];
  const take = (i: number): boolean => {
    const line = lines[i] as Line;
    if (line.role === 'marker') return false;
    if (line.role !== 'content') return true;
    if (line.column === column && line.key !== undefined) found.push({ key: line.key, line: i });
    return true;
  };
  if (!ownDash) {
    for (let i = at - 1; i >= 0; i--) {
      const line = lines[i] as Line;
      if (line.role === 'content' && line.indent < column && line.column < column) break;
      if (line.role === 'content' && line.indent < column && line.column > column) break;
      if (!take(i)) break;
      if (line.role === 'content' && line.dashes.length > 0 && line.column === column) break;
    }
  }
  found.reverse();
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i] as Line;
    if (line.role === 'content' && line.indent < column) break;
    if (!take(i)) break;
  }
  return found;
}
