// Pages that say where something is met name files that are there.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/texts';

describe('links', () => {
  it.each(['docs/asks.md', 'docs/conventions.md', 'docs/checked.md'])('%s', (page) => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target as string);
    const missing = targets.filter((target) => !existsSync(path.join(root, path.dirname(page), target)));
    expect(targets).not.toEqual([]);
    expect(missing).toEqual([]);
  });
});
