// Semantic tokens: names that are declared and used, kinds, and values out of a fixed set. Colour only; no checks.

import { resolve } from '../../yaml/path';
import type { MapNode } from '../../yaml/tree';
import type { DocumentAnalysis, FileAnalysis } from '../analysis';
import type { NameSort } from '../names/name';
import { namesOf } from '../names/namesOf';
import { viewOf } from '../view';

/** Token types and modifiers, in the order their numbers stand for. */
export const TOKEN_TYPES = ['class', 'variable', 'property', 'parameter', 'type', 'namespace'] as const;
export const TOKEN_MODIFIERS = ['declaration', 'readonly'] as const;

type TokenType = (typeof TOKEN_TYPES)[number];

const TYPES: Readonly<Record<NameSort, TokenType>> = {
  object: 'class',
  key: 'property',
  volume: 'variable',
  port: 'variable',
  container: 'variable',
  resourceClaim: 'variable',
  servicePort: 'variable',
  env: 'parameter',
  anchor: 'namespace',
};

interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: number;
  readonly modifiers: number;
}

const cache = new WeakMap<DocumentAnalysis, readonly Token[]>();

/** The tokens of a file, encoded as the protocol wants them; with lines given, only those between. */
export function semanticTokens(file: FileAnalysis, first = 0, last = Number.POSITIVE_INFINITY): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  file.documents.forEach((analysis, index) => {
    const start = file.stream.startLine(index);
    for (const token of tokensOf(analysis)) {
      const at = token.line + start;
      if (at < first || at > last) continue;
      data.push(
        at - line,
        at === line ? token.character - character : token.character,
        token.length,
        token.type,
        token.modifiers,
      );
      line = at;
      character = token.character;
    }
  });
  return data;
}

function tokensOf(analysis: DocumentAnalysis): readonly Token[] {
  const known = cache.get(analysis);
  if (known !== undefined) return known;
  const { document, objects } = viewOf(analysis);
  const token = (start: number, end: number, type: TokenType, modifiers: number): Token => {
    const { line, character } = document.positionAt(start);
    return { line, character, length: end - start, type: TOKEN_TYPES.indexOf(type), modifiers };
  };
  const names = namesOf(analysis).map(({ span, sort, role }) =>
    token(span.start, span.end, TYPES[sort], role === 'declaration' ? 1 : 0),
  );
  const kinds = objects.flatMap(({ node }) => kindSpan(node)).map(({ start, end }) => token(start, end, 'type', 0));
  const tokens = [...names, ...kinds]
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.line - b.line || a.character - b.character);
  cache.set(analysis, tokens);
  return tokens;
}

function kindSpan(node: MapNode): { start: number; end: number }[] {
  const value = resolve(node.pairs.find((pair) => pair.key.text === 'kind')?.value);
  return value?.kind === 'scalar' && value.style === 'plain' ? [value] : [];
}
