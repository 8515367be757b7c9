// Keeps the server's memory small: little room for young objects, and garbage is collected while nobody types. Left alone, Node
// lets both grow to several times of what is in use and keeps it for as long as the editor is open.
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A pause in typing: collecting takes some tens of milliseconds. */
const PAUSE_MS = 250;

/** Growth since the last time from which it is worth it. */
const WORTH_BYTES = 16 * 2 ** 20;

/** Room for young objects: enough for a keystroke in a long document. Left alone it grows to three times that. */
const YOUNG_BYTES = 12 * 2 ** 20;

let limited = false;

function limitYoungSpace(): void {
  if (limited) return;
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  if ((young?.space_size ?? 0) < YOUNG_BYTES) return;
  limited = true;
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** A function to call after work; when none follows soon, memory is given back. */
export function idleCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return () => {};
  let kept = process.memoryUsage().heapTotal;
  let timer: NodeJS.Timeout | undefined;
  const pause = (): void => {
    if (process.memoryUsage().heapTotal - kept < WORTH_BYTES) return;
    collect();
    kept = process.memoryUsage().heapTotal;
  };
  return () => {
    limitYoungSpace();
    clearTimeout(timer);
    timer = setTimeout(pause, PAUSE_MS).unref();
  };
}
