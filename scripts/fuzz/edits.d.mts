interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Edit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly text: string;
  readonly after: string;
}

export function numbers(seed: number): () => number;
export function lineStarts(text: string): number[];

export class Typist {
  constructor(seed: number, text: string, others: readonly string[]);
  readonly text: string;
  next(): Edit;
}
