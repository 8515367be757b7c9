// Keeps the server's memory small: little room for young objects, and garbage is collected while nobody types. Left alone, Node
// lets both grow to several times of what is in use and keeps it for as long as the editor is open.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A pause in typing: collecting takes some tens of milliseconds. */
const PAUSE_MS = 250;

/** Growth since the last time from which it is worth it. */
const WORTH_BYTES = 16 * 2 ** 20;

/** A function to call after work; when none follows soon, memory is given back. */
export function idleCollector(): () => void {
  // the space for young objects stays at its first size instead of growing to 48 MB
  setFlagsFromString('--semi-space-growth-factor=1');
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
    clearTimeout(timer);
    timer = setTimeout(pause, PAUSE_MS).unref();
  };
}
