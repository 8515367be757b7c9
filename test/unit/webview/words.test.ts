// Durations and instants as design and kubectl spell them, and that no text of the view is missing in a language.
import { describe, expect, it } from 'vitest';
import {
  duration,
  exactInstant,
  instant,
  rulerInstant,
  setting,
  span,
} from '../../../server/src/simulation/picture/words';
import { TIMELINE_WORDS, WORDS } from './pods';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('durations', () => {
  it.each([
    [20_006, '20.0 s', '20.0 秒'],
    [11_301, '11.3 s', '11.3 秒'],
    [40, '40 ms', '40 毫秒'],
    [160_000, '2 min 40 s', '2 分 40 秒'],
    [120_000, '2 min', '2 分'],
    [7_260_000, '2 h 1 min', '2 小时 1 分'],
  ])('%i ms', (ms, en, zh) => {
    expect(plain(duration(WORDS.en, ms))).toBe(en);
    expect(plain(duration(WORDS['zh-cn'], ms))).toBe(zh);
  });

  it('spells settings without a fraction that says nothing', () => {
    expect(plain(setting(WORDS.en, 30))).toBe('30 s');
    expect(plain(setting(WORDS.en, 6.2))).toBe('6.2 s');
  });

  it.each([
    [10_003, 13_004, '10–13 s'],
    [18_005, 18_910, '18.0–18.9 s'],
    [16_003, 16_004, '16.0 s'],
    [115_000, 145_000, '115.0 s to 2 min 25 s'],
  ])('from %i to %i ms', (from, to, text) => {
    expect(plain(span(WORDS.en, from, to))).toBe(text);
  });

  it('never claims a span narrower than it is', () => {
    expect(plain(span(WORDS.en, 10_400, 14_600))).toBe('10–15 s');
  });
});

describe('instants', () => {
  it.each([
    [65_600, '65.6 s', '65.600 s', '65.6'],
    [147_000, '2:27', '2:27.000', '2:27'],
    [143_751, '2:24', '2:23.751', '2:23.751'],
    [3_725_000, '1:02:05', '1:02:05.000', '1:02:05'],
  ])('%i ms', (ms, pill, list, ruler) => {
    expect(plain(instant(WORDS.en, ms))).toBe(pill);
    expect(plain(exactInstant(WORDS.en, ms))).toBe(list);
    expect(rulerInstant(ms)).toBe(ruler);
  });
});

describe('both languages', () => {
  it('have the same ids', () => {
    expect(Object.keys(TIMELINE_WORDS['zh-cn']).sort()).toEqual(Object.keys(TIMELINE_WORDS.en).sort());
  });

  it('fill the same placeholders', () => {
    const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
    const wrong = Object.keys(TIMELINE_WORDS.en).filter((id) => {
      const zh = names(TIMELINE_WORDS['zh-cn'][id] ?? '');
      return zh.some((name) => !names(TIMELINE_WORDS.en[id] ?? '').includes(name));
    });
    expect(wrong).toEqual([]);
  });
});
