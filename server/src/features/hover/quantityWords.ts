// What a quantity amounts to, said in everyday units: cores and milliseconds per period for CPU, bytes and MiB for memory.
import { CPU_PERIOD_US } from '../../kubernetes/cgroup';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../kubernetes/quantity';
import type { Texts } from '../../text/texts';

/** The sentence for an amount of a resource; empty when it is no quantity or nothing is to be added. */
export function quantityWords(resource: string, source: string, limit: boolean, texts: Texts): string {
  const quantity = parseQuantity(source);
  if (quantity === undefined) return '';
  if (/(^|\.)cpu$/.test(resource)) return cpuWords(Number(quantityMilliValue(quantity)), limit, texts);
  if (/memory|storage|hugepages/.test(resource)) return byteWords(quantityValue(quantity), texts);
  return '';
}

function cpuWords(milli: number, limit: boolean, texts: Texts): string {
  const cores = trimmed(milli / 1000);
  const ms = trimmed((milli / 1000) * (CPU_PERIOD_US / 1000));
  return texts.say(limit ? 'hover-cpu-limit' : 'hover-cpu', { milli, cores, ms, period: CPU_PERIOD_US / 1000 });
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

function byteWords(bytes: bigint, texts: Texts): string {
  return texts.say('hover-bytes', { bytes: grouped(bytes), short: shortBytes(bytes) });
}

/** Bytes in the largest binary unit that leaves at least 1: `128 MiB`, `1.5 GiB`. */
export function shortBytes(bytes: bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${trimmed(value)} ${UNITS[unit]}`;
}

/** A number with blanks between groups of three digits, as both languages read it. */
export function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** At most two digits behind the point, none that are zero. */
function trimmed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
