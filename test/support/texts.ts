// The words of a language, read from schemas/texts as the build does.
import path from 'node:path';
// @ts-expect-error: a build script in plain JavaScript
import { readTexts } from '../../scripts/texts.mjs';
import { type Language, type TextFiles, Texts } from '../../server/src/text/texts';

export const root = path.resolve(import.meta.dirname, '../..');

export function texts(language: Language = 'en'): Texts {
  return new Texts(language, readTexts(root, language));
}

/** The text files of a language as they are: name (`fields/pod`) -> id -> text. */
export function textFiles(language: Language): TextFiles {
  return readTexts(root, language);
}
