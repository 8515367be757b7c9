// Gathers the files of schemas/texts into one JSON file per language, which the shells read when they need words.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The text files of one language: name without extension (`fields/pod`) -> id -> text. */
export function readTexts(root, language) {
  const folder = path.join(root, 'schemas', 'texts', language);
  const names = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'));
  const entries = names.sort().map((name) => {
    const id = name.slice(0, -'.json'.length).split(path.sep).join('/');
    return [id, JSON.parse(readFileSync(path.join(folder, name), 'utf8'))];
  });
  return Object.fromEntries(entries);
}

/** Writes dist/texts.en.json and dist/texts.zh-cn.json. */
export function writeTexts(root) {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  for (const language of ['en', 'zh-cn']) {
    writeFileSync(path.join(root, 'dist', `texts.${language}.json`), JSON.stringify(readTexts(root, language)));
  }
}
