// Formats of names and addresses at their borders.
import { describe, expect, test } from 'vitest';
import { cidrProblem, formatIP, ipProblem, parseIP } from '../../../server/src/kubernetes/ip';
import { selectorMatches } from '../../../server/src/kubernetes/labels';
import * as names from '../../../server/src/kubernetes/names';

const long = (n: number) => 'a'.repeat(n);

const formats: readonly (readonly [(value: string) => boolean, readonly string[], readonly string[]])[] = [
  [names.isDNS1123Label, ['a', '1-a', long(63)], ['', '-a', 'a-', 'A', 'a.b', 'a_b', long(64)]],
  [names.isDNS1123Subdomain, ['a.b', long(253), '1.2'], ['', '.a', 'a..b', 'A', long(254)]],
  [names.isDNS1035Label, ['a1', 'a'], ['1a', '', 'A']],
  [names.isQualifiedName, ['A_b.c', 'a.b/C', long(63)], ['', '/a', 'a/', 'A/b', 'a/b/c', long(64), '-a']],
  [names.isLabelValue, ['', 'A_b.c', long(63)], ['-a', 'a-', long(64), 'a b']],
  [names.isConfigMapKey, ['.a', 'A_b', '.x'], ['', '.', '..', '..a', 'a b', long(254)]],
  [names.isRelaxedEnvVarName, ['1 A', '~'], ['', 'a=b', 'é', '\t']],
  [names.isEnvVarName, ['A.b-c', '_'], ['1A', '..A', '.', '']],
  [names.isValidPortName, ['a', 'a-1', 'http'], ['', '1', 'a--b', '-a', 'a-', 'A', long(16)]],
  [names.isHTTPHeaderName, ['A-b'], ['', 'a b', 'a_b']],
  [names.isPercent, ['0%', '100%'], ['%', '1.5%', '-1%', '1']],
  [names.isDecimalInteger, ['0', '-1', '10'], ['', '-0', '01', '+1', '1.0']],
  [names.isWildcardDNS1123Subdomain, ['*.a.b'], ['*', '*a.b', '*.*.a', 'a.b']],
  [names.isDomainPrefixedPath, ['a.b/C%2F'], ['a', '/a', 'a/', 'A/b']],
  [names.isFullyQualifiedDomainName, ['a.b', 'a.b.'], ['a', 'a..', '']],
];

describe('formats', () => {
  const rows = formats.flatMap(([format, good, bad]) => [
    ...good.map((value) => ({ format, name: format.name, value, expected: true })),
    ...bad.map((value) => ({ format, name: format.name, value, expected: false })),
  ]);
  test.each(rows)('$name($value) is $expected', ({ format, value, expected }) => {
    expect(format(value)).toBe(expected);
  });

  test('a name that ends with a dash is fine as a prefix only', () => {
    expect(names.nameIsDNSSubdomain('web-', true)).toBe(true);
    expect(names.nameIsDNSSubdomain('web-', false)).toBe(false);
  });

  test.each([
    ['My_App', names.toDNS1123Label, 'my-app'],
    ['--', names.toDNS1123Label, undefined],
    ['Web.V1_', names.toDNS1123Subdomain, 'web.v1'],
    ['My Very Long Port Name', names.toPortName, 'my-very-long-po'],
    ['8080', names.toPortName, undefined],
  ])('the nearest good name to %s', (text, repair, expected) => {
    expect((repair as (text: string) => string | undefined)(text)).toBe(expected);
  });

  test('lengths are counted in bytes', () => {
    expect(names.byteLength('aé中😀')).toBe(1 + 2 + 3 + 4);
  });
});

describe('addresses', () => {
  test.each([
    ['10.0.0.1', undefined],
    ['fd00::1', undefined],
    ['1:2:3:4:5:6:7:8', undefined],
    ['::', undefined],
    ['010.0.0.1', 'leading-zeros'],
    ['::00001', 'leading-zeros'],
    ['::ffff:1.2.3.4', 'mapped'],
    ['1.2.3', 'not-ip'],
    ['1.2.3.256', 'not-ip'],
    ['1::2::3', 'not-ip'],
    ['1:2:3:4:5:6:7', 'not-ip'],
    ['1:2:3:4:5:6:7::8', 'not-ip'],
    ['fe80::1%eth0', 'not-ip'],
    ['', 'not-ip'],
  ])('%s: %s', (text, problem) => {
    expect(ipProblem(text)).toBe(problem);
  });

  test.each([
    ['10.0.0.0/8', undefined],
    ['fd00::/64', undefined],
    ['10.0.0.1/8', 'host-bits'],
    ['10.0.0.0/08', 'leading-zeros'],
    ['10.0.0.0/33', 'not-cidr'],
    ['10.0.0.0', 'not-cidr'],
    ['::ffff:1.2.3.4/128', 'mapped'],
  ])('%s: %s', (text, problem) => {
    expect(cidrProblem(text)).toBe(problem);
  });

  test.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['010.0.0.1', '10.0.0.1'],
  ])('%s in canonical form is %s', (text, expected) => {
    const address = parseIP(text);
    expect(address === undefined ? undefined : formatIP(address)).toBe(expected);
  });
});

describe('selectors', () => {
  const labels = { app: 'web', tier: 'front' };
  test.each([
    [{}, true],
    [{ matchLabels: { app: 'web' } }, true],
    [{ matchLabels: { app: 'db' } }, false],
    [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['db', 'web'] }] }, true],
    [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['x'] }] }, true],
    [{ matchExpressions: [{ key: 'none', operator: 'Exists' }] }, false],
    [{ matchExpressions: [{ key: 'constructor', operator: 'DoesNotExist' }] }, true],
  ])('%j: %s', (selector, expected) => {
    expect(selectorMatches(selector, labels)).toBe(expected);
  });
});
