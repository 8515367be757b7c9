// A person at an editor, in small: types, takes items from the completion list, moves along tab stops. Every key pressed is
// counted: letters, Enter, Tab, Backspace, arrows. Lines are indented as VS Code does it for YAML.
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { analyzeFile } from '../../server/src/features/analysis';
import { complete } from '../../server/src/features/completion/complete';
import { onNewLine } from '../../server/src/features/shape/onType';
import { YamlStream } from '../../server/src/yaml/stream';
import { applied, offsetOf, positionOf, textsOf, URI } from './cursor';

/** A tab stop: every place of its number, as start and end in the text. */
interface Stop {
  readonly places: { start: number; end: number }[];
  /** Something was written over its suggestion. */
  touched?: boolean;
}

export class Typist {
  text = '';
  /** Keys pressed so far. */
  keys = 0;
  private cursor = 0;
  /** Stops still ahead; the first is where the cursor is. */
  private stops: Stop[] = [];

  /** Types letters one by one; at a tab stop they replace its suggestion in all its places. */
  type(letters: string): this {
    this.keys += letters.length;
    this.insert(letters);
    return this;
  }

  /** Enter: a new line at the indentation of the line before, then as on-type formatting wants it. */
  enter(): this {
    this.keys++;
    this.stops = [];
    const before = this.text.slice(0, this.cursor);
    const indent = /^[ ]*/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
    this.splice(this.cursor, this.cursor, `\n${indent}`);
    this.cursor += 1 + indent.length;
    const position = positionOf(this.text, this.cursor);
    const edits = onNewLine(analyzeFile(YamlStream.of(this.text), 37), position, 2);
    this.text = applied(this.text, edits);
    if (edits[0] !== undefined)
      this.cursor = offsetOf(this.text, { line: position.line, character: edits[0].newText.length });
    return this;
  }

  /** Backspace in the indentation of an empty line: to the next smaller multiple of two; `times` presses. */
  outdent(times = 1): this {
    for (let i = 0; i < times; i++) {
      this.keys++;
      const line = this.text.slice(this.text.lastIndexOf('\n', this.cursor - 1) + 1, this.cursor);
      const remove = line.length % 2 === 0 ? 2 : 1;
      this.splice(this.cursor - remove, this.cursor, '');
      this.cursor -= remove;
    }
    return this;
  }

  /** Tab: on to the next stop, or out of the snippet. */
  tab(): this {
    this.keys++;
    const next = this.stops[1];
    this.stops = this.stops.length > 2 ? this.stops.slice(1) : [];
    const at = next?.places[0];
    if (at !== undefined) this.cursor = at.end;
    return this;
  }

  /** To the end of the text (Ctrl+End). */
  end(): this {
    this.keys++;
    this.stops = [];
    this.cursor = this.text.length;
    return this;
  }

  /**
   * Takes the item of a label with as few keys as possible: letters that narrow the list, arrows down, Enter. At a tab stop
   * the suggestion is replaced.
   */
  take(label: string): this {
    const [stop] = this.stops;
    if (stop !== undefined) this.clear(stop);
    const best = this.cheapest(label);
    this.keys += best.cost;
    this.accept(best.item);
    return this;
  }

  private cheapest(label: string): { item: CompletionItem; cost: number } {
    const items = this.list();
    const item = items.find((one) => one.label === label);
    if (item === undefined)
      throw new Error(`no "${label}" among ${items.map((one) => one.label).join(', ')} in\n${this.shown()}`);
    const word = item.filterText ?? item.label;
    let cost = Number.POSITIVE_INFINITY;
    for (let typed = 0; typed <= word.length; typed++) {
      const place = filtered(items, word.slice(0, typed)).indexOf(item);
      if (place >= 0) cost = Math.min(cost, typed + place + 1);
    }
    return { item, cost };
  }

  private list(): CompletionItem[] {
    const file = analyzeFile(YamlStream.of(this.text), 37);
    const position = positionOf(this.text, this.cursor);
    return complete({ uri: URI, file, position, texts: textsOf('en'), client: { snippets: true } }).items;
  }

  private accept(item: CompletionItem): void {
    const edit = item.textEdit as TextEdit;
    for (const extra of [...(item.additionalTextEdits ?? [])].reverse()) {
      const start = offsetOf(this.text, extra.range.start);
      const end = offsetOf(this.text, extra.range.end);
      this.splice(start, end, extra.newText);
      this.cursor += extra.newText.length - (end - start);
    }
    const typed = offsetOf(this.text, edit.range.end) - offsetOf(this.text, edit.range.start);
    if (typed === 0 && item.insertTextFormat !== 2 && this.stops.length > 0) {
      this.insert(edit.newText);
      return;
    }
    const start = this.cursor - Math.max(typed, 0);
    const { text, stops } = item.insertTextFormat === 2 ? expand(edit.newText) : { text: edit.newText, stops: [] };
    this.splice(start, this.cursor, text);
    this.cursor = start + text.length;
    if (stops.length === 0) return;
    const last: Stop = { places: [{ start: text.length, end: text.length }] };
    this.stops = [...stops, last].map(({ places }) => ({
      places: places.map((one) => ({ start: one.start + start, end: one.end + start })),
    }));
    this.cursor = this.stops[0]?.places[0]?.end ?? this.cursor;
  }

  private insert(letters: string): void {
    const [stop] = this.stops;
    if (stop === undefined) {
      this.splice(this.cursor, this.cursor, letters);
      this.cursor += letters.length;
      return;
    }
    this.clear(stop);
    for (const place of stop.places) {
      this.splice(place.end, place.end, letters, place);
      place.end += letters.length;
    }
    this.cursor = (stop.places[0] as { end: number }).end;
  }

  /** Takes the suggestion of a stop away, once. */
  private clear(stop: Stop): void {
    if (stop.touched === true) return;
    stop.touched = true;
    for (const place of stop.places) {
      this.splice(place.start, place.end, '', place);
      place.end = place.start;
    }
    this.cursor = (stop.places[0] as { start: number }).start;
  }

  /** Replaces a part of the text and moves the stops behind it. */
  private splice(start: number, end: number, text: string, own?: object): void {
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    const shift = text.length - (end - start);
    for (const place of this.stops.flatMap(({ places }) => places)) {
      if (place === own || place.start < end || (place.start === end && place.start === start && own === undefined))
        continue;
      place.start += shift;
      place.end += shift;
    }
  }

  private shown(): string {
    return `${this.text.slice(0, this.cursor)}‸${this.text.slice(this.cursor)}`;
  }
}

/** What an editor shows for letters typed: those whose words hold the letters in order, whole beginnings first. */
function filtered(items: readonly CompletionItem[], typed: string): CompletionItem[] {
  const letters = typed.toLowerCase();
  const rank = (item: CompletionItem): number =>
    (item.filterText ?? item.label).toLowerCase().startsWith(letters) ? 0 : 1;
  return items
    .filter((item) => holds((item.filterText ?? item.label).toLowerCase(), letters))
    .sort((a, b) => rank(a) - rank(b) || ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}

function holds(word: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = word.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** A snippet as text with its stops in order of their numbers. */
function expand(snippet: string): { text: string; stops: Stop[] } {
  const stops = new Map<number, Stop>();
  let text = '';
  let last = 0;
  const plain = (part: string): string => part.replace(/\\([\\$}])/g, '$1');
  for (const match of snippet.matchAll(/(?<!\\)\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^}\\])*)|\|([^,|]*)[^|]*\|)?\})/g)) {
    text += plain(snippet.slice(last, match.index));
    last = match.index + match[0].length;
    const number = Number(match[1] ?? match[2]);
    const start = text.length;
    text += plain(match[3] ?? match[4] ?? '');
    const stop = stops.get(number) ?? { places: [] };
    stop.places.push({ start, end: text.length });
    stops.set(number, stop);
  }
  text += plain(snippet.slice(last));
  return { text, stops: [...stops].sort(([a], [b]) => a - b).map(([, stop]) => stop) };
}
