// Numbers as people read them in facts: bytes, seconds from milliseconds, spans. No sentences.
import type { Between } from '../../simulation/outlook';
import { shortBytes } from '../hover/quantityWords';

/** Bytes with a binary unit: `256 MiB`. */
export function bytes(amount: bigint | number): string {
  return shortBytes(BigInt(amount));
}

/** Seconds of a time in milliseconds, one digit behind the point below ten seconds. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
}

/** A span in seconds: `20–31`, or one number when both ends are the same. */
export function span({ bestMs, worstMs }: Between): string {
  const [from, to] = [seconds(bestMs), seconds(worstMs)];
  return from === to ? from : `${from}–${to}`;
}

/** Thousandths of a core as people write them: `250m`, `1.5`. */
export function cores(milli: bigint): string {
  return milli % 1000n === 0n ? String(milli / 1000n) : milli > 1000n ? String(Number(milli) / 1000) : `${milli}m`;
}

/** Names joined for a sentence, in backquotes. */
export function names(list: readonly string[]): string {
  return list.map((name) => `\`${name}\``).join(', ');
}
