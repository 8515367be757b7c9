// The manifest is complete: every title is there in both languages, files it names exist, settings are well described,
// and every sentence of the client has its Chinese.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KUBERNETES_VERSIONS } from '../client/src/versions';

const root = path.resolve(__dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const english: Record<string, string> = JSON.parse(read('package.nls.json'));
const chinese: Record<string, string> = JSON.parse(read('package.nls.zh-cn.json'));

interface Setting {
  readonly enum?: readonly string[];
  readonly order?: number;
  readonly scope?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
}

const groups: readonly { readonly title: string; readonly properties: Readonly<Record<string, Setting>> }[] =
  manifest.contributes.configuration;
const settings = groups.flatMap(({ properties }) => Object.entries(properties));

describe('texts of the manifest', () => {
  const used = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');

  it('has an English and a Chinese text for every placeholder', () => {
    expect(used.filter((key) => !(key in english))).toEqual([]);
    expect(used.filter((key) => !(key in chinese))).toEqual([]);
  });

  it('has no text that nothing uses', () => {
    expect(Object.keys(english).filter((key) => !used.includes(key))).toEqual([]);
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
  });

  it('translates what is not a name', () => {
    const same = Object.keys(english).filter((key) => english[key] === chinese[key]);
    expect(same).toEqual(['extension.displayName']);
  });
});

describe('settings', () => {
  it.each(settings)('%s is described, ordered, scoped and has a default', (name, setting) => {
    expect(name).toMatch(/^podwright\.[a-z]\w*(\.[a-zA-Z]\w*)*$/);
    expect(setting.markdownDescription).toBeTruthy();
    expect(setting.order).toBeTypeOf('number');
    expect(['resource', 'window', 'machine-overridable']).toContain(setting.scope);
    expect(setting).toHaveProperty('default');
  });

  it('offers the versions that the client knows', () => {
    expect(Object.fromEntries(settings)['podwright.kubernetesVersion']?.enum).toEqual([...KUBERNETES_VERSIONS]);
  });
});

describe('files and commands', () => {
  it('names files that exist', () => {
    const media = manifest.contributes.walkthroughs.flatMap(
      (walkthrough: { steps: { media: { markdown: string } }[] }) =>
        walkthrough.steps.map(({ media }) => media.markdown),
    );
    for (const file of [manifest.icon, ...media]) expect(existsSync(path.join(root, file)), file).toBe(true);
    for (const file of media) {
      expect(existsSync(path.join(root, file.replace(/\.md$/, '.nls.zh-cn.md'))), `Chinese of ${file}`).toBe(true);
    }
  });

  it('registers every command that it contributes', () => {
    const sources = sourcesOf('client/src').join('\n');
    const ids: string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    expect(ids.filter((id) => !sources.includes(`'${id}'`))).toEqual([]);
  });
});

describe('sentences of the client', () => {
  it('has the Chinese of each, and no other', () => {
    const said = sourcesOf('client/src').flatMap((source) =>
      [...source.matchAll(/l10n\.t\(\s*(['"`])((?:(?!\1|\\).|\\.)*)\1/g)].map(([, , text]) => text ?? ''),
    );
    const translated = Object.keys(JSON.parse(read('l10n/bundle.l10n.zh-cn.json')));
    expect([...new Set(translated)].sort()).toEqual([...new Set(said)].sort());
  });
});

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(path.join(folder, name)));
}
