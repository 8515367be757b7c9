// Files of any size: cut between documents, checked by threads, always the same findings in the same order.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { piecesOf } from '../../../server/src/cli/pieces';
import { builtCli, type Cli } from '../../support/cli';

const folder = mkdtempSync(path.join(tmpdir(), 'podwright-pieces-'));
let cli: Cli;
beforeAll(async () => {
  cli = await builtCli();
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  cli.end();
});

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: é\n      imag: nginx\n`;

describe('a large file', () => {
  it('comes in pieces that begin with a document, characters of several bytes whole', () => {
    const text = Array.from({ length: 200 }, (_, i) => `${pod(`web-${i}`)}---\n`).join('');
    const file = path.join(folder, 'large.yaml');
    writeFileSync(file, text);
    const pieces = [...piecesOf(file, 997)];
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of pieces.slice(1)) {
      expect(piece.text.startsWith('---\n')).toBe(true);
      expect(text.split('\n').slice(piece.line).join('\n').startsWith(piece.text)).toBe(true);
    }
  });

  it('without markers stays whole', () => {
    const file = path.join(folder, 'one.yaml');
    writeFileSync(file, pod('web').repeat(50));
    expect([...piecesOf(file, 100)].map((piece) => piece.text)).toEqual([pod('web').repeat(50)]);
  });

  it('is checked with the lines of the file', () => {
    const file = path.join(folder, 'huge.yaml');
    const filler = `# ${'x'.repeat(1000)}\n`.repeat(10_000);
    writeFileSync(file, `${pod('first')}---\n${filler}---\n${pod('last')}`);
    const { stdout } = cli.run(['check', file]);
    const lines = [...stdout.matchAll(/huge\.yaml:(\d+):7: error: [^\n]*\[unknown-field\]/g)].map(([, line]) => line);
    expect(lines).toEqual(['8', '10018']);
  });
});

describe('many files', () => {
  it('are reported in their order, whatever thread was quickest', { timeout: 60_000 }, () => {
    const many = path.join(folder, 'many');
    mkdirSync(many);
    const names = Array.from({ length: 150 }, (_, i) => `${String(i).padStart(3, '0')}.yaml`);
    for (const [i, name] of names.entries())
      writeFileSync(path.join(many, name), pod(`web-${i}`).repeat(i % 7 === 0 ? 1 : 2));
    const { stdout, status } = cli.run(['check', many]);
    const files = [...new Set([...stdout.matchAll(/(\d{3}\.yaml):\d+:/g)].map(([, name]) => name))];
    expect(files).toEqual(names);
    expect(status).toBe(1);
  });

  it('end with status 2 when one of them cannot be read', { timeout: 60_000 }, () => {
    const names = Array.from({ length: 80 }, (_, i) => path.join(folder, 'many', `${String(i).padStart(3, '0')}.yaml`));
    const { status, stderr } = cli.run([
      'check',
      ...names.slice(0, 70),
      path.join(folder, 'missing.yaml'),
      ...names.slice(70),
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('missing.yaml');
  });
});
