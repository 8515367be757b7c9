// A bar on standard error while many files are checked; nothing where that is no terminal.

const WIDTH = 30;
const EVERY_MS = 100;
/** Fewer files are over before a bar could be read. */
const WORTH_SHOWING = 50;

export interface Progress {
  /** Another file is done. */
  step(): void;
  /** Takes the bar away, so that a line can be written; it comes back with a later step. */
  clear(): void;
}

/** The bar for a number of files. */
export function progressOf(total: number): Progress {
  if (process.stderr.isTTY !== true || total < WORTH_SHOWING) return { step: () => {}, clear: () => {} };
  let done = 0;
  let shownAt = 0;
  let shown = false;
  const clear = (): void => {
    if (shown) process.stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    clear,
    step: () => {
      done++;
      const now = performance.now();
      if (done === total) clear();
      if (done === total || now - shownAt < EVERY_MS) return;
      shownAt = now;
      shown = true;
      const full = Math.floor((done / total) * WIDTH);
      process.stderr.write(`\r[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done}/${total}`);
    },
  };
}
