// Writes the tables of docs/settings.md and docs/settings.zh-CN.md from package.json, as part of `npm run docs`.
// `--check` only compares, exit 1 on a difference.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PAGES = {
  'docs/settings.md': { texts: 'package.nls.json', head: ['setting', 'default', 'meaning'] },
  'docs/settings.zh-CN.md': { texts: 'package.nls.zh-cn.json', head: ['设置', '默认值', '含义'] },
};
const TABLE = /(<!-- settings: made by `npm run docs` -->\n)[\s\S]*?(<!-- end -->)/;

/** A page as it should be. */
export function settingsPage(file) {
  const { texts, head } = PAGES[file];
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const words = JSON.parse(readFileSync(path.join(root, texts), 'utf8'));
  const say = (text) => text.replace(/%([\w.]+)%/g, (whole, key) => words[key] ?? whole);
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  const rows = settings.map(([name, setting]) => {
    const values = (setting.enum ?? []).map((value, index) => {
      const text = setting.markdownEnumDescriptions?.[index];
      return text === undefined ? `\`${value}\`` : `\`${value}\`: ${say(text)}`;
    });
    const longer = setting.markdownEnumDescriptions === undefined ? values.join(', ') : values.join('<br>');
    const parts = [say(setting.markdownDescription), longer].filter((part) => part !== '');
    return [`\`${name}\``, `\`${JSON.stringify(setting.default)}\``, parts.join('<br>').replaceAll('|', '\\|')];
  });
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return readFileSync(path.join(root, file), 'utf8').replace(TABLE, (_, begin, end) => `${begin}${table}\n${end}`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  for (const file of Object.keys(PAGES)) {
    const page = settingsPage(file);
    if (!process.argv.includes('--check')) writeFileSync(path.join(root, file), page);
    else if (readFileSync(path.join(root, file), 'utf8') !== page) {
      console.error(`${file} is not what package.json says; run npm run docs`);
      process.exitCode = 1;
    }
  }
}
