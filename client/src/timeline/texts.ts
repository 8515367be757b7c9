// The words of the page, read from the files beside the bundle, in the language that the settings ask for.
import * as vscode from 'vscode';

export interface PageWords {
  readonly locale: string;
  readonly words: Readonly<Record<string, string>>;
}

type TextFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The files whose texts the page shows. */
const FILES = ['why', 'timeline'];

/** `en` or `zh-cn`: the setting, or VS Code's display language. */
export function pageLocale(): string {
  const chosen = vscode.workspace.getConfiguration('podwright').get<string>('language', 'auto');
  const language = chosen === 'auto' ? vscode.env.language : chosen;
  return /^zh/i.test(language) ? 'zh-cn' : 'en';
}

/** Reads the words; English fills what a language lacks. */
export async function pageWords(extensionUri: vscode.Uri): Promise<PageWords> {
  const locale = pageLocale();
  const own = await read(extensionUri, locale);
  return { locale, words: locale === 'en' ? own : { ...(await read(extensionUri, 'en')), ...own } };
}

async function read(extensionUri: vscode.Uri, locale: string): Promise<Record<string, string>> {
  const file = vscode.Uri.joinPath(extensionUri, 'dist', `texts.${locale}.json`);
  const files = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))) as TextFiles;
  return Object.assign({}, ...FILES.map((name) => files[name] ?? {})) as Record<string, string>;
}
