// The outline of a shell script handed to `sh -c`: its commands at the top level and how the last one ends. Not a shell: what it does
// not understand it says so.

/** One command of the top level. */
export interface ShellCommand {
  /** A program with arguments, `a | b`, or a loop, condition or group. */
  readonly kind: 'simple' | 'pipeline' | 'compound';
  /** As written, without the separators around it. */
  readonly text: string;
  /** Place of its first word in the script. */
  readonly start: number;
  /** Program of a simple command, variable assignments skipped. */
  readonly program: string;
  /** Followed by `&`. */
  readonly background: boolean;
}

export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Sets a trap, or hands signals on by itself. */
  readonly traps: boolean;
}

const OPENING: ReadonlySet<string> = new Set(['if', 'for', 'while', 'until', 'case', 'select', '{', '(']);
/** Closing words and what they close. */
const CLOSES: Readonly<Record<string, readonly string[] | undefined>> = {
  fi: ['if'],
  done: ['for', 'while', 'until', 'select'],
  esac: ['case'],
  '}': ['{'],
  ')': ['('],
};
/** Words after which a command starts. */
const LEADING: ReadonlySet<string> = new Set(['then', 'do', 'else', 'elif', '!', ...OPENING]);

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly operator: boolean;
}

/** The outline of a script; undefined when it is too clever (here documents, functions, unclosed quotes). */
export function readShellScript(script: string): ShellScript | undefined {
  const tokens = tokenize(script);
  if (tokens === undefined || tokens.some(({ operator, text }) => operator && text.startsWith('<<'))) return undefined;
  if (/\(\)\s*\{/.test(script) || /(^|[;\s])function\s/.test(script)) return undefined;
  const commands: ShellCommand[] = [];
  const open: string[] = [];
  let current: Token[] = [];
  let pipe = false;
  let compound = false;
  let atStart = true;
  const finish = (background: boolean): void => {
    const [first] = current;
    const last = current.at(-1);
    if (first !== undefined && last !== undefined) {
      const kind = compound ? 'compound' : pipe ? 'pipeline' : 'simple';
      const text = script.slice(first.start, last.end);
      commands.push({ kind, text, start: first.start, program: programOf(current), background });
    }
    current = [];
    pipe = false;
    compound = false;
  };
  for (const token of tokens) {
    const { text, operator } = token;
    if (atStart && OPENING.has(text)) {
      open.push(text);
      compound = true;
    } else if ((atStart || text === ')') && CLOSES[text] !== undefined) {
      // The bracket behind a pattern of `case` closes nothing.
      if (CLOSES[text]?.includes(open.at(-1) ?? '') === true) open.pop();
      else if (text !== ')' || open.at(-1) !== 'case') return undefined;
    }
    const depth = open.length;
    const separator = operator && (SEPARATORS.has(text) || text === '|' || text === '|&');
    if (separator && depth === 0 && SEPARATORS.has(text)) {
      finish(text === '&');
    } else {
      if (separator && depth === 0) pipe = true;
      if (text !== '\n' || current.length > 0) current.push(token);
    }
    atStart = separator || (atStart && LEADING.has(text)) || text === 'in' || text === ')' || text === '(';
  }
  finish(false);
  return open.length === 0 ? { commands, traps: /(^|[;&|\s])trap\s/.test(script) } : undefined;
}

const SEPARATORS: ReadonlySet<string> = new Set([';', '&&', '||', '&', '\n', ';;']);

function programOf(tokens: readonly Token[]): string {
  return tokens.find(({ text, operator }) => !operator && !/^\w+=/.test(text))?.text ?? '';
}

/** Words and operators; undefined when a quote or bracket is not closed. */
function tokenize(script: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < script.length) {
    const operator = /^(?:&&|\|\||;;|\|&|&>>?|[0-9]*[<>]&[0-9-]*|[0-9]*(?:<<<|<<-?|>>|[<>]\|?)|[;&|()\n])/.exec(
      script.slice(at, at + 8),
    )?.[0];
    const space = /^(?:[ \t\r]|\\\r?\n)+/.exec(script.slice(at))?.[0];
    if (space !== undefined) at += space.length;
    else if (script[at] === '#' && (at === 0 || /[\s;]/.test(script[at - 1] ?? ''))) {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end;
    } else if (operator !== undefined) {
      tokens.push({ text: operator, start: at, end: at + operator.length, operator: true });
      at += operator.length;
    } else {
      const end = endOfWord(script, at);
      if (end === undefined) return undefined;
      tokens.push({ text: script.slice(at, end), start: at, end, operator: false });
      at = end;
    }
  }
  return tokens;
}

function endOfWord(script: string, from: number): number | undefined {
  let at = from;
  while (at < script.length) {
    const char = script[at] as string;
    // only what a shell takes for blank: a no-break space or a byte order mark is part of a word
    if (/[ \t\r\n;&|()<>]/.test(char)) return at;
    if (char === '\\') at += 2;
    else if (char === "'") {
      const end = script.indexOf("'", at + 1);
      if (end < 0) return undefined;
      at = end + 1;
    } else if (char === '"') {
      const end = endOfDoubleQuotes(script, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else if (char === '`') {
      const end = script.indexOf('`', at + 1);
      if (end < 0) return undefined;
      at = end + 1;
    } else if (char === '$' && (script[at + 1] === '(' || script[at + 1] === '{')) {
      const end = endOfBrackets(script, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else at++;
  }
  return at;
}

function endOfDoubleQuotes(script: string, from: number): number | undefined {
  for (let at = from; at < script.length; at++) {
    if (script[at] === '\\') at++;
    else if (script[at] === '"') return at + 1;
    else if (script[at] === '$' && script[at + 1] === '(') {
      const end = endOfBrackets(script, at + 1);
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

/** After the bracket that closes the one at `from`. */
function endOfBrackets(script: string, from: number): number | undefined {
  const open = script[from] as string;
  const close = open === '(' ? ')' : '}';
  let depth = 0;
  for (let at = from; at < script.length; at++) {
    const char = script[at];
    if (char === '\\') at++;
    else if (char === "'" || char === '"') {
      const end = char === '"' ? endOfDoubleQuotes(script, at + 1) : script.indexOf("'", at + 1) + 1;
      if (end === undefined || end === 0) return undefined;
      at = end - 1;
    } else if (char === open) depth++;
    else if (char === close && --depth === 0) return at + 1;
  }
  return undefined;
}
