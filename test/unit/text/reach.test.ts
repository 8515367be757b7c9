// A sentence that no code says answers nobody: every topic, server and command text is named somewhere in the server.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root, textFiles } from '../../support/texts';

const folder = path.join(root, 'server/src');
const source = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
  .join('\n');
const { topics = {}, kubectl = {}, facts = {} } = textFiles('en');

/** Looked up by the word itself. */
const BY_WORD = /^(word|kubectl|topic\.qos)\./;

function unsaid(ids: readonly string[], name: (id: string) => string): string[] {
  return ids.filter((id) => !BY_WORD.test(id) && !source.includes(name(id)));
}

it('topics and servers', () => expect(unsaid(Object.keys(topics), (id) => `'${id}'`)).toEqual([]));

it('commands', () => {
  const ids = Object.keys(kubectl).filter((id) => id.startsWith('command.'));
  expect(unsaid(ids, (id) => `'${id.slice('command.'.length)}'`)).toEqual([]);
});

it('facts', () => {
  const built = /^facts-(image-(tag|latest|digest)|pull-|role-)/;
  expect(
    unsaid(
      Object.keys(facts).filter((id) => !built.test(id)),
      (id) => `'${id}'`,
    ),
  ).toEqual([]);
});
