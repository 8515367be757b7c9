// Random edits as people make them: typing, deleting, pasting, indenting, undoing. A seed gives the same edits every time.
// Knows text and positions only; nothing of YAML or of the product.

const PIECES = [
  'x',
  ' ',
  ':',
  ': ',
  '- ',
  '  ',
  '"',
  "'",
  '#',
  '{',
  '}',
  '[',
  ']',
  '|',
  '>',
  ',',
  '\t',
  '0',
  '-1',
  'null',
  '~',
  'true',
  '&a ',
  '*a',
  '<<: *a',
  '!!str ',
  '? ',
  '%x',
  '---\n',
  '\n---\n',
  '...\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  'key: value\n',
  '\n  - a',
  '# note\n',
  '{{ x }}',
  '\ud800',
  '\u0000',
  '\ufeff',
  'é漢😀',
  '"\\u00e9"',
  '1e400',
  '100m',
  '- - a\n',
  '|-\n  a\n',
  'a: |+\n\n\n',
  '__proto__: 1\n',
  'name: web\n',
  'kind: Pod\n',
  'containers:\n',
  '- name: a\n  image: b\n',
  'env: []\n',
  'spec: {}\n',
];

/** A generator of numbers in [0, 1): mulberry32. */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Offsets of the first character of each line, as the language server protocol counts lines. */
export function lineStarts(text) {
  const starts = [0];
  for (const { 0: mark, index } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + mark.length);
  return starts;
}

function lineOf(starts, offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An edit of a text that a client can express: none begins or ends between the two characters of a line break. */
function change(text, from, to, inserted) {
  const start = expressible(text, from);
  const end = Math.max(expressible(text, to), start);
  const starts = lineStarts(text);
  const position = (offset) => {
    const line = lineOf(starts, offset);
    return { line, character: offset - starts[line] };
  };
  return {
    range: { start: position(start), end: position(end) },
    text: inserted,
    /** The whole text afterwards. */
    after: text.slice(0, start) + inserted + text.slice(end),
  };
}

function expressible(text, offset) {
  return text[offset - 1] === '\r' && text[offset] === '\n' ? offset - 1 : offset;
}

/** Types into one text, forgets nothing it typed and takes some of it back. */
export class Typist {
  #random;
  #past = [];
  #text;
  #others;

  /** @param {string} text @param {readonly string[]} others texts to paste from */
  constructor(seed, text, others) {
    this.#random = numbers(seed);
    this.#text = text;
    this.#others = others;
  }

  get text() {
    return this.#text;
  }

  /** The next edit; half of them undo an earlier one, so that the text stays near what it was. */
  next() {
    const undo = this.#past.length > 0 && this.#random() < Math.min(0.45 + this.#past.length * 0.02, 0.9);
    const made = undo ? this.#undo() : this.#make();
    if (!undo) this.#past.push(this.#text);
    this.#text = made.after;
    return made;
  }

  #undo() {
    const wanted = this.#past.pop();
    const text = this.#text;
    let head = 0;
    while (head < text.length && head < wanted.length && text[head] === wanted[head]) head++;
    while (head > 0 && (expressible(text, head) !== head || expressible(wanted, head) !== head)) head--;
    let tail = 0;
    while (tail < Math.min(text.length, wanted.length) - head && text.at(-1 - tail) === wanted.at(-1 - tail)) tail++;
    while (tail > 0 && expressible(text, text.length - tail) !== text.length - tail) tail--;
    return change(text, head, text.length - tail, wanted.slice(head, wanted.length - tail));
  }

  #make() {
    const text = this.#text;
    const kinds = [this.#type, this.#type, this.#type, this.#erase, this.#erase, this.#line, this.#block, this.#paste];
    return this.#of(kinds).call(this, text);
  }

  #below(limit) {
    return Math.floor(this.#random() * limit);
  }

  #of(list) {
    return list[this.#below(list.length)];
  }

  #type(text) {
    const at = this.#below(text.length + 1);
    return change(text, at, this.#random() < 0.8 ? at : Math.min(at + this.#below(12), text.length), this.#of(PIECES));
  }

  #erase(text) {
    const at = this.#below(text.length + 1);
    return change(text, at, Math.min(at + 1 + this.#below(this.#random() < 0.9 ? 8 : 200), text.length), '');
  }

  /** A whole line: removed, doubled, indented, outdented, commented out, broken, its value replaced. */
  #line(text) {
    const starts = lineStarts(text);
    const line = this.#below(starts.length);
    const start = starts[line];
    const end = starts[line + 1] ?? text.length;
    const whole = text.slice(start, end);
    const bare = whole.replace(/[\r\n]+$/, '');
    const indent = /^ */.exec(whole)[0].length;
    switch (this.#below(8)) {
      case 0:
        return change(text, start, end, '');
      case 1:
        return change(text, start, start, whole);
      case 2:
        return change(text, start, start, '  ');
      case 3:
        return change(text, start, start + Math.min(indent, 2), '');
      case 4:
        return change(text, start + indent, start + indent, '# ');
      case 5:
        return change(text, start + bare.length, start + bare.length, `\n${' '.repeat(indent)}`);
      case 6:
        return change(text, start + indent, start + indent, '- ');
      default: {
        const colon = whole.indexOf(': ');
        return colon < 0
          ? change(text, start, start, '\n')
          : change(
              text,
              start + colon + 2,
              start + bare.length,
              this.#of(['', 'a', '"a"', '12', '[a, b]', '{a: b}', '|', '*a']),
            );
      }
    }
  }

  /** Some lines: removed, moved in or out, doubled. */
  #block(text) {
    const starts = lineStarts(text);
    const line = this.#below(starts.length);
    const start = starts[line];
    const end = starts[Math.min(line + 1 + this.#below(10), starts.length)] ?? text.length;
    const block = text.slice(start, end);
    switch (this.#below(4)) {
      case 0:
        return change(text, start, end, '');
      case 1:
        return change(text, start, end, block.replace(/^(?=[^\r\n])/gm, '  '));
      case 2:
        return change(text, start, end, block.replace(/^ {2}/gm, ''));
      default:
        return change(text, end, end, block);
    }
  }

  #paste(text) {
    const other = this.#of(this.#others);
    const starts = lineStarts(other);
    const line = this.#below(starts.length);
    const part = other.slice(starts[line], starts[line + 1 + this.#below(6)] ?? other.length);
    const here = lineStarts(text);
    const at = here[this.#below(here.length)];
    return change(text, at, at, part);
  }
}
