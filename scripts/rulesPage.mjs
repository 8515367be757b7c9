// `npm run docs`: writes docs/rules.md and docs/rules.zh-CN.md from the table of rules. `--check` only compares, exit 1 on a difference.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { readTexts } from './texts.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const WORDS = {
  en: {
    title: 'Rules',
    intro:
      'What Podwright reports, one entry per rule. An `error` is what the API server refuses; everything else is a `warning`, `info` or `hint`. The id is the name in `podwright.rules.severity` and in `# podwright-ignore: id`. Words in braces are filled in when the finding is shown.',
    head: '| rule | severity | where | says |',
    off: 'off by default',
    other: '[中文](rules.zh-CN.md)',
  },
  'zh-cn': {
    title: '规则',
    intro:
      'Podwright 报告的全部规则。`error` 是 API 服务器会拒绝的内容，其余为 `warning`、`info` 或 `hint`。id 用于 `podwright.rules.severity` 和 `# podwright-ignore: id`。花括号中的词在显示时填入。',
    head: '| 规则 | 级别 | 位置 | 内容 |',
    off: '默认关闭',
    other: '[English](rules.md)',
  },
};

async function allRules() {
  const file = path.join(root, '.cache', 'catalog.mjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['server/src/rules/catalog.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    outfile: file,
    logLevel: 'error',
  });
  const { allRules: list } = await import(`${pathToFileURL(file).href}?${process.hrtime.bigint()}`);
  return list();
}

function page(rules, language) {
  const words = WORDS[language];
  const texts = Object.assign(
    {},
    ...Object.entries(readTexts(root, language))
      .filter(([name]) => !name.startsWith('fields/'))
      .map(([, entries]) => entries),
  );
  const lines = [`# ${words.title}`, '', words.other, '', words.intro];
  let subject = '';
  for (const rule of rules) {
    if (rule.subject !== subject) {
      subject = rule.subject;
      lines.push('', `## ${subject}`, '', words.head, '| --- | --- | --- | --- |');
    }
    const severity = rule.default === 'off' ? `${rule.severity}, ${words.off}` : rule.severity;
    const says = (texts[rule.id] ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
    lines.push(
      `| <a id="${rule.id}"></a>\`${rule.id}\` | ${severity} | ${rule.path.replaceAll('|', '\\|')} | ${says} |`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const rules = await allRules();
const check = process.argv.includes('--check');
let different = false;
mkdirSync(path.join(root, 'docs'), { recursive: true });
for (const [language, name] of [
  ['en', 'rules.md'],
  ['zh-cn', 'rules.zh-CN.md'],
]) {
  const file = path.join(root, 'docs', name);
  const text = page(rules, language);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    different = true;
    console.error(`docs/${name} is not up to date: run npm run docs`);
  }
}
console.log(`${rules.length} rules`);
process.exitCode = different ? 1 : 0;
