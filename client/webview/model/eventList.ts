// The events so far as a list for people: newest first, runs of routine successes told once.
import type { Picture, Told } from '../../../server/src/simulation/picture/picture';
import { say, type Words } from '../../../server/src/simulation/picture/words';

export interface ListItem {
  readonly index: number;
  readonly told: Told;
  readonly text: string;
}

/** Events up to a moment, newest first. Routine successes of one probe without anything between them become one line. */
export function eventsSoFar(picture: Picture, momentMs: number, words: Words): readonly ListItem[] {
  const items: ListItem[] = [];
  const counts = new Map<number, number>();
  const open = new Map<string, number>();
  picture.told.forEach((told, index) => {
    if (told.atMs > momentMs) return;
    const place = told.routine ? open.get(told.lane) : undefined;
    if (place !== undefined) {
      counts.set(place, (counts.get(place) ?? 1) + 1);
      items[place] = { index, told, text: told.text };
      return;
    }
    if (told.routine) open.set(told.lane, items.length);
    else open.clear();
    items.push({ index, told, text: told.text });
  });
  const worded = items.map((item, place) => {
    const n = counts.get(place);
    const kind = item.told.event?.kind;
    if (n === undefined || kind === undefined) return item;
    return { ...item, text: say(words, 'told.probePassedTimes', { kind: say(words, `probe.${kind}`), n }) };
  });
  return worded.sort((a, b) => b.told.atMs - a.told.atMs || b.index - a.index);
}

/** The last told event at or before a moment; of several at once the kubelet's rather than an assumed one. */
export function lastTold(picture: Picture, momentMs: number): number | undefined {
  let found: number | undefined;
  for (let index = 0; index < picture.told.length && picture.told[index]!.atMs <= momentMs; index++) {
    const told = picture.told[index]!;
    const before = found === undefined ? undefined : picture.told[found]!;
    if (before !== undefined && before.atMs === told.atMs && told.assumed && !before.assumed) continue;
    found = index;
  }
  return found;
}
