// Coexistence with Red Hat's YAML extension: the table of decisions, the looks at texts and settings that feed it, and what
// is registered with the extension's interface.
import { describe, expect, it } from 'vitest';
import { contentOf, GROUPS, mappingOf, schemaInText } from '../../../client/src/schemaMapping';
import { type CoexistenceSetting, decide, type ServiceFacts } from '../../../client/src/serviceDecision';
import { contribute, LABEL } from '../../../client/src/yamlSchema';
import structure from '../../../schemas/structure.json';

const POD = 'apiVersion: v1\nkind: Pod\n';
const WIDGET = 'apiVersion: example.com/v1\nkind: Widget\n';

/** `syntax shape structure keys`, `+` for ours. */
function row(facts: Partial<ServiceFacts>): string {
  const all: ServiceFacts = { setting: 'auto', yamlExtension: true, mapping: 'none', content: 'ours', ...facts };
  const { mode, contributes, service } = decide(all);
  const marks = [service.syntax, service.shape, service.structure, service.keys].map((own) => (own ? '+' : '-'));
  return `${mode} ${marks.join('')}${contributes ? ' contributes' : ''}`;
}

describe('decide', () => {
  it.each<[string, Partial<ServiceFacts>, string]>([
    ['alone', { yamlExtension: false }, 'full ++++'],
    ['alone, a mapping left over from another extension', { yamlExtension: false, mapping: 'own' }, 'full ++++'],
    ['beside YAML', {}, 'beside --++ contributes'],
    ['the YAML extension maps Kubernetes itself', { mapping: 'kubernetes' }, 'beside --++ contributes'],
    ['the user mapped the file', { mapping: 'own' }, 'complement ----'],
    ['other kinds in the file', { content: 'mixed' }, 'beside --++'],
    ['other kinds, which YAML checks', { content: 'mixed', mapping: 'kubernetes' }, 'complement ----'],
    ['only other kinds', { content: 'foreign' }, 'beside --++'],
    ['takeOver', { setting: 'takeOver' }, 'full ++++ contributes'],
    ['takeOver, the user mapped the file', { setting: 'takeOver', mapping: 'own' }, 'full ++++ contributes'],
    ['takeOver alone', { setting: 'takeOver', yamlExtension: false }, 'full ++++'],
    ['complement', { setting: 'complement' }, 'complement ----'],
    ['complement alone', { setting: 'complement', yamlExtension: false }, 'complement ----'],
    ['off', { setting: 'off' }, 'off ----'],
  ])('%s', (_, facts, expected) => expect(row(facts)).toBe(expected));

  it('never checks what another schema checks too', () => {
    for (const setting of ['auto', 'complement'] satisfies CoexistenceSetting[]) {
      expect(decide({ setting, yamlExtension: true, mapping: 'own', content: 'ours' }).service.structure).toBe(false);
    }
  });
});

describe('contentOf', () => {
  it.each([
    ['a pod', POD, 'ours'],
    ['quoted', '"apiVersion": "apps/v1"\nkind: Deployment\n', 'ours'],
    ['Windows line ends', POD.replaceAll('\n', '\r\n'), 'ours'],
    ['a custom resource', WIDGET, 'foreign'],
    ['a group that only ends like ours', 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n', 'foreign'],
    ['a kubeconfig', 'apiVersion: v1\nkind: Config\n', 'foreign'],
    ['no object', 'services: {}\n', 'foreign'],
    ['both', `${POD}---\n${WIDGET}`, 'mixed'],
    ['a document of comments between two', `${POD}---\n# nothing\n---\n${POD}`, 'ours'],
  ])('%s', (_, text, expected) => expect(contentOf(text)).toBe(expected));

  it('knows the groups whose fields we have', () => {
    const groups = Object.keys(structure.kinds).map((kind) => kind.split('/').slice(0, -2).join('/'));
    expect([...GROUPS].sort()).toEqual([...new Set(groups)].filter((group) => group !== '').sort());
  });
});

describe('mappingOf', () => {
  const fits = (pattern: string): boolean => 'deploy/web.yaml'.endsWith(pattern.replace('*', ''));

  it.each<[string, string, unknown, string]>([
    ['nothing', POD, undefined, 'none'],
    ['settings of no use', POD, { kubernetes: 3 }, 'none'],
    ['a modeline', `# yaml-language-server: $schema=../pod.json\n${POD}`, {}, 'own'],
    ['a modeline that switches schemas off', `# yaml-language-server: $schema=none\n${POD}`, {}, 'none'],
    ['a modeline for Kubernetes', `# yaml-language-server: $schema=kubernetes\n${POD}`, {}, 'kubernetes'],
    ['a key', `$schema: https://example.com/pod.json\n${POD}`, {}, 'own'],
    ['a comment about modelines', `# write yaml-language-server: $schema=x above\n${POD}`, {}, 'none'],
    ['the keyword', POD, { kubernetes: '*.yaml' }, 'kubernetes'],
    ['another schema', POD, { 'file:///pod.json': ['*.yml', 'web.yaml'] }, 'own'],
    ['both', POD, { kubernetes: '*.yaml', 'file:///pod.json': '*.yaml' }, 'own'],
    ['a pattern for other files', POD, { 'file:///pod.json': '*.yml' }, 'none'],
    ['a pattern taken back', POD, { kubernetes: ['*.yaml', '!web.yaml'] }, 'none'],
  ])('%s', (_, text, schemas, expected) => expect(mappingOf(text, schemas, fits)).toBe(expected));

  it('reads a modeline on any line', () => {
    expect(schemaInText(`${POD}---\n# yaml-language-server: $schema=./a.json\n`)).toBe('./a.json');
  });
});

/** The YAML extension's own reading of a label: text before the colon is a key, behind it its value. */
function asYamlReads(label: string): RegExp {
  const [first, second] = label.split(':');
  if (first === undefined || second === undefined) return new RegExp(label, 'g');
  return new RegExp(`${first}:[\t ]+${second.trim().replaceAll('.', '\\.')}`, 'g');
}

describe('contribute', () => {
  it('gives a schema that accepts everything where we serve, and none elsewhere', () => {
    const calls: unknown[][] = [];
    const api = {
      registerContributor: (...args: unknown[]) => {
        calls.push(args);
        return true;
      },
    };
    expect(contribute(api, (resource) => resource.endsWith('pod.yaml'))).toBe(true);
    const [name, requestSchema, requestContent, label] = calls[0] as [
      string,
      (resource: string) => string | undefined,
      (uri: string) => string | undefined,
      string,
    ];
    expect(name).toBe('podwright');
    const uri = requestSchema('file:///pod.yaml') as string;
    expect(new URL(uri).protocol).toBe('podwright:');
    expect(requestSchema('file:///other.yaml')).toBeUndefined();
    expect(Object.keys(JSON.parse(requestContent(uri) as string) as object)).toEqual(['title']);
    expect(requestContent('podwright://schema/other')).toBeUndefined();
    expect(label).toBe(LABEL);
  });

  it('does without an interface', () => {
    expect(contribute(undefined, () => true)).toBe(false);
    expect(contribute({}, () => true)).toBe(false);
  });

  it.each([
    [POD, true],
    ['apiVersion: apps/v1\nkind: Deployment\n', true],
    ['apiVersion: "batch/v1"\nkind: Job', true],
    ['apiVersion: v1', true],
    [WIDGET, false],
    ['apiVersion: gateway.networking.k8s.io/v1\n', false],
    ['apiVersion: example.com/apps/v1\n', false],
    ['services: {}\n', false],
  ])('has a label that fits %j: %s', (text, expected) => expect(asYamlReads(LABEL).test(text)).toBe(expected));
});
