// The cheap looks at a text that decide whether the language server is started at all.
import { describe, expect, it } from 'vitest';
import { isUnwritten, looksLikeKubernetes, looksLikePod } from '../../../client/src/manifestText';

const POD = 'apiVersion: v1\nkind: Pod\n';

describe('looksLikeKubernetes', () => {
  it.each([
    ['a pod', POD],
    ['Windows line ends', POD.replaceAll('\n', '\r\n')],
    ['a misspelt case', 'apiversion: v1\n'],
    ['a second document', `a: 1\n---\n${POD}`],
    ['an item of a list', '- apiVersion: v1\n  kind: Pod\n'],
    ['quoted keys', '"kind": Pod\n'],
    ['a key without its value', 'kind:'],
  ])('says yes to %s', (_, text) => expect(looksLikeKubernetes(text)).toBe(true));

  it.each([
    ['nothing', ''],
    ['a Compose file', 'services:\n  web:\n    image: nginx\n'],
    ['a word in a value', 'title: what kind of pod\n'],
    ['a longer key', 'mankind: 1\nkindness: 2\n'],
    ['a comment', '# kind: Pod\n'],
  ])('says no to %s', (_, text) => expect(looksLikeKubernetes(text)).toBe(false));

  it('does not look into the depth of a huge file', () => {
    expect(looksLikeKubernetes(`${'a: 1\n'.repeat(100_000)}kind: Pod\n`)).toBe(false);
  });
});

describe('looksLikePod', () => {
  it.each(['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'])(
    'sees a %s',
    (kind) => expect(looksLikePod(`apiVersion: v1\nkind: ${kind} # why\r\nspec: {}\n`)).toBe(true),
  );

  it.each(['Service', 'PodDisruptionBudget', 'PodList', 'Jobber'])('sees no pod in a %s', (kind) =>
    expect(looksLikePod(`kind: ${kind}\n`)).toBe(false),
  );
});

describe('isUnwritten', () => {
  it.each(['', '\n\n', '# a comment\n---\n', 'api', 'ki\n'])('is true for %j', (text) =>
    expect(isUnwritten(text)).toBe(true),
  );

  it.each(['a: 1\n', 'two words\n', '- x\n', '#\n'.repeat(5_000)])('is false for %j', (text) =>
    expect(isUnwritten(text)).toBe(false),
  );
});
