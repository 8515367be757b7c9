// What may reach a terminal: colours when it is one, and nothing from a manifest that a terminal would obey.

/** Control characters (C0 without line feed and tab, DEL, C1) and those that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with every control character shown instead of obeyed: U+001B becomes `␛`, others `\u0085`. Line feed and tab stay. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (char) => {
    const code = char.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A value of plain data with every text in it made visible, keys too. */
export function visibleData<T>(value: T): T {
  return deepVisible(value) as T;
}

function deepVisible(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(deepVisible);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visible(key), deepVisible(inner)]));
}

/** JSON whose text holds no character that a terminal obeys: those that `JSON.stringify` leaves raw are escaped. */
export function safeJson(value: unknown, space?: number): string {
  return JSON.stringify(value, null, space).replace(
    CONTROLS,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether to colour standard output: asked for, or a terminal that was not told otherwise (`NO_COLOR`, `TERM=dumb`). */
export function useColors(choice: string | undefined): boolean {
  if (choice === 'always') return true;
  if (choice === 'never') return false;
  const { NO_COLOR = '', TERM = '' } = process.env;
  return process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}

const CODES = { red: '31', yellow: '33', blue: '34', cyan: '36', green: '32', dim: '2', bold: '1' } as const;
export type Ink = keyof typeof CODES;

/** Writes a text in a colour, or as it is. */
export type Paint = (text: string, ink: Ink) => string;

/** A painter that colours, or one that does nothing. */
export function painter(colors: boolean): Paint {
  return colors ? (text, ink) => `\u001b[${CODES[ink]}m${text}\u001b[0m` : (text) => text;
}
