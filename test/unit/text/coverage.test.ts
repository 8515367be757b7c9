// docs/knowledge-coverage.md is kept true: every text it names exists in both languages and says what the page claims.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, textFiles } from '../../support/texts';

type Entries = Readonly<Record<string, string>>;

interface Row {
  readonly subject: string;
  readonly ids: readonly string[];
  readonly phrases: readonly string[];
  /** Tests, relative to the page. */
  readonly files: readonly string[];
}

const merged = (language: 'en' | 'zh-cn'): Entries => Object.assign({}, ...Object.values(textFiles(language)));
const en = merged('en');
const zh = merged('zh-cn');

/** A table row; the subject is the cell before the last three. */
function readRow(line: string): Row {
  const cells = line.split('|').map((cell) => cell.trim());
  const [subject = '', ids = '', phrases = '', tests = ''] = cells.slice(-5, -1);
  const named = [...ids.matchAll(/`([^`]+)`/g)].map(([, id = '']) => id);
  const files = [...tests.matchAll(/\]\(([^)]+)\)/g)].map(([, file = '']) => file);
  return { subject, ids: named, phrases: phrases.split(' · ').filter((phrase) => phrase !== ''), files };
}

const page = readFileSync(path.join(root, 'docs/knowledge-coverage.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|#|Field|Subject|What)/.test(line))
  .map(readRow);

describe('the page on covered knowledge', () => {
  it('has all rows: 32 corrections, fields of pods and containers, controllers, classes', () => {
    expect(rows.length).toBe(163);
    expect(rows.filter(({ ids, phrases }) => ids.length === 0 || phrases.length === 0)).toEqual([]);
  });

  it.each(rows)('$subject', ({ ids, phrases, files }) => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(path.join(root, 'docs', file)))).toEqual([]);
    expect(ids.filter((id) => !Object.hasOwn(en, id) || !Object.hasOwn(zh, id))).toEqual([]);
    const words = ids.map((id) => en[id]).join('\n');
    expect(phrases.filter((phrase) => !words.includes(phrase))).toEqual([]);
  });
});
