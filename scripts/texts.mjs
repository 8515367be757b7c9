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

/** Writes texts.en.json and texts.zh-cn.json into a folder, dist/ unless another is named. */
export function writeTexts(root, folder = path.join(root, 'dist')) {
  mkdirSync(folder, { recursive: true });
  for (const language of ['en', 'zh-cn']) {
    writeFileSync(path.join(folder, `texts.${language}.json`), JSON.stringify(readTexts(root, language)));
  }
}
