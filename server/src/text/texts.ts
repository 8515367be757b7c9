// All words for users, by id and language. The shells read the files of schemas/texts and hand them in; nothing is inline.

export type Language = 'en' | 'zh-cn';

/** Contents of the text files: file name without extension -> id -> template with `{placeholders}`. */
export type TextFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type TextValues = Readonly<Record<string, string | number>>;

export class Texts {
  private merged: ReadonlyMap<string, string> | undefined;
  private fields: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly language: Language,
    private readonly files: TextFiles,
  ) {}

  /** The sentence of an id, its placeholders filled. An unknown id is returned as it is, so nothing is ever hidden. */
  say(id: string, values: TextValues = {}): string {
    return fill(this.template(id) ?? id, values);
  }

  has(id: string): boolean {
    return this.template(id) !== undefined;
  }

  /** What a field means, by `Definition.field`; undefined where no text exists. */
  field(key: string): string | undefined {
    this.fields ??= mergeFiles(this.files, (name) => name.startsWith('fields/'));
    return this.fields.get(key);
  }

  /** The texts of some files as one plain table, for those who draw with words and hold no `Texts`. */
  table(names: readonly string[]): Readonly<Record<string, string>> {
    return Object.assign({}, ...names.map((name) => this.files[name] ?? {})) as Record<string, string>;
  }

  private template(id: string): string | undefined {
    this.merged ??= mergeFiles(this.files, (name) => !name.startsWith('fields/'));
    return this.merged.get(id);
  }
}

function mergeFiles(files: TextFiles, wanted: (name: string) => boolean): ReadonlyMap<string, string> {
  const merged = new Map<string, string>();
  for (const [name, entries] of Object.entries(files)) {
    if (wanted(name)) for (const [id, text] of Object.entries(entries)) merged.set(id, text);
  }
  return merged;
}

/** Fills `{name}` placeholders; unknown names stay, so that a wrong template is seen. */
export function fill(template: string, values: TextValues): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
