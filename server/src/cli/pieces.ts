// The text of a file in pieces that fit into memory, cut between documents. Small files are one piece.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { readInput, unreadable } from './io';

export interface Piece {
  readonly text: string;
  /** Line of the file on which it begins. */
  readonly line: number;
}

/** Bytes from which a file is read in pieces; findings that need several documents then see those of their piece only. */
export const PIECE_BYTES = 1_000_000;

/** The pieces of a file; throws in the user's words when it cannot be read. */
export function* piecesOf(file: string, most = PIECE_BYTES): Generator<Piece> {
  if (file === '-' || (statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= 4 * most) {
    yield { text: readInput(file), line: 0 };
    return;
  }
  let line = 0;
  for (const text of cut(chunksOf(file, most))) {
    yield { text, line };
    line += breaksIn(text);
  }
}

function* chunksOf(file: string, size: number): Generator<string> {
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(size);
  const handle = opened(file);
  try {
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      yield decoder.write(buffer.subarray(0, read));
    }
    yield decoder.end();
  } finally {
    closeSync(handle);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Joins chunks and cuts them before the last document marker that they hold. */
function* cut(chunks: Iterable<string>): Generator<string> {
  let rest = '';
  for (const chunk of chunks) {
    rest += chunk;
    const marker = rest.lastIndexOf('\n---');
    if (marker <= 0) continue;
    yield rest.slice(0, marker + 1);
    rest = rest.slice(marker + 1);
  }
  if (rest !== '') yield rest;
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
