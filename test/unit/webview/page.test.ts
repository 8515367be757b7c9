// The page's pure parts: controls, links between lines and events, kept state, messages, and the host's text edits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../client/src/timeline/pageHtml';
import { scenarioEdit } from '../../../client/src/timeline/scenarioComment';
import { fromPage, panelState, toPage } from '../../../client/webview/messages';
import { eventsSoFar, lastTold } from '../../../client/webview/model/eventList';
import {
  behaviourFor,
  formatExits,
  KNOBS,
  parseExits,
  parseWindows,
  withGrip,
  withKnob,
} from '../../../client/webview/model/knobs';
import { causedBy, lineOf, pathAtLine, subjectOf, writtenPath } from '../../../client/webview/model/lines';
import { FRESH_POD, restoredView } from '../../../client/webview/model/viewState';
import { drawingOf, PLANS, scenario, WORDS } from './pods';

const knob = (id: string) => KNOBS.find((one) => one.id === id)!;

describe('behaviour controls', () => {
  it('write one field and keep the others', () => {
    const start = scenario({ behaviour: { main: { takes: 2 } } });
    const next = withKnob(start, 'main', 'all', undefined, knob('readyAfter'), 7);
    expect(next.behaviour.main).toEqual({ takes: 2, readyAfter: 7 });
    expect(start.behaviour.main).toEqual({ takes: 2 });
  });

  it('take a field away again', () => {
    const start = scenario({ behaviour: { main: { failsAt: 4, takes: 1 } } });
    expect(withKnob(start, 'main', 'all', undefined, knob('failsAt'), undefined).behaviour.main).toEqual({ takes: 1 });
  });

  it('speak of one run or of one probe', () => {
    const run = withKnob(scenario({}), 'main', 1, undefined, knob('failsAt'), 9);
    expect(run.behaviour.main?.runs).toEqual([{}, { failsAt: 9 }]);
    const probe = withKnob(scenario({}), 'main', 'all', 'readiness', knob('readyAfter'), 3);
    expect(probe.behaviour.main).toEqual({ probes: { readiness: { readyAfter: 3 } } });
    expect(behaviourFor(probe, 'main', 'all', 'readiness')).toEqual({ readyAfter: 3 });
  });

  it('read what they wrote, for every control', () => {
    const values: Readonly<Record<string, readonly unknown[]>> = {
      seconds: [3.4],
      number: [7],
      flag: [true],
      windows: ['1-2, 5-9'],
      exits: ['2.2:1, never'],
    };
    for (const one of KNOBS) {
      for (const value of values[one.kind]!) {
        const next = withKnob(scenario({}), 'main', 'all', undefined, one, value as number);
        expect(one.read(next.behaviour.main!)).toEqual(value);
      }
    }
  });

  it('understand exits and windows as typed', () => {
    expect(parseExits('2.2:1, 8 oom; never')).toEqual([{ at: 2.2, code: 1 }, { at: 8, code: 137, oom: true }, null]);
    expect(parseExits('soon')).toBeUndefined();
    expect(formatExits([{ at: 2, code: 0 }, null])).toBe('2:0, never');
    expect(parseWindows('10 - 20, 5–6, 9-3')).toEqual([
      [10, 20],
      [5, 6],
    ]);
  });

  it('never throw at what is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void [parseExits(text), parseWindows(text)]),
      { seed: 3 },
    );
  });

  it('follow a grip', () => {
    const start = scenario({ behaviour: { main: { onSigterm: { exitsAfter: 4 } } }, deleteAt: 30 });
    expect(withGrip(start, { knob: 'deleteAt' }, 41.26, 0).deleteAt).toBe(41.3);
    expect(withGrip(start, { knob: 'exitsAfter', container: 'main' }, 9, 0).behaviour.main?.onSigterm).toEqual({
      exitsAfter: 9,
    });
    const crash = scenario({ behaviour: { main: { exits: [{ at: 2, code: 1 }] } } });
    expect(withGrip(crash, { knob: 'exitAt', container: 'main' }, 5, 3).behaviour.main?.exits).toEqual([
      { at: 5, code: 1 },
    ]);
  });
});

describe('lines and events', () => {
  const lines = {
    '': 6,
    containers: 7,
    'containers[0]': 8,
    'containers[0].name': 8,
    'containers[0].readinessProbe': 10,
    'containers[0].readinessProbe.periodSeconds': 11,
  };

  it('lead from a field to its line or to its nearest parent', () => {
    expect(lineOf(lines, 'containers[0].readinessProbe.periodSeconds')).toBe(11);
    expect(lineOf(lines, 'containers[0].readinessProbe.failureThreshold')).toBe(10);
    expect(lineOf(lines, 'terminationGracePeriodSeconds')).toBe(6);
    expect(writtenPath(lines, 'containers[0].lifecycle.preStop')).toBe('containers[0]');
  });

  it('lead from a line to the field it is in', () => {
    expect(pathAtLine(lines, 11)).toBe('containers[0].readinessProbe.periodSeconds');
    expect(pathAtLine(lines, 12)).toBe('containers[0].readinessProbe.periodSeconds');
    expect(pathAtLine(lines, 2)).toBeUndefined();
  });

  it('light the lane and the events of a probe, nothing for a whole container', () => {
    expect(subjectOf('containers[0].image')).toBeUndefined();
    const subject = subjectOf('containers[0].readinessProbe.periodSeconds')!;
    const { picture } = drawingOf(PLANS.web!, scenario({ deleteAt: 40 }));
    const caused = causedBy(picture.lanes, picture.told, subject);
    expect(caused.lanes).toEqual(['main/readiness']);
    expect(caused.told.length).toBeGreaterThan(2);
    expect(caused.told.every((index) => picture.told[index]?.cause?.startsWith(subject))).toBe(true);
  });
});

describe('the list of events', () => {
  const { picture } = drawingOf(PLANS.web!, scenario({ deleteAt: 60.2, until: 120 }));

  it('tells a row of routine successes once', () => {
    const texts = eventsSoFar(picture, 59_000, WORDS.en).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('readiness probe passed'))).toHaveLength(2);
    expect(texts.some((text) => /readiness probe passed, \d+ times/.test(text))).toBe(true);
  });

  it('ends at the moment, newest first', () => {
    const items = eventsSoFar(picture, 30_000, WORDS.en);
    expect(items.every(({ told }) => told.atMs <= 30_000)).toBe(true);
    expect(items[0]!.told.atMs).toBeGreaterThanOrEqual(items[items.length - 1]!.told.atMs);
    expect(lastTold(picture, -1)).toBeUndefined();
  });
});

describe('kept state', () => {
  it('survives whatever is handed back', () => {
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        const view = restoredView(kept, false);
        expect(typeof view.fold).toBe('boolean');
        expect(Object.values(view.pods).every(({ scenarioId }) => typeof scenarioId === 'string')).toBe(true);
        panelState(kept);
      }),
      { seed: 5 },
    );
  });

  it('comes back as it was', () => {
    const view = {
      ...restoredView(undefined, false),
      uri: 'file:///a',
      pinned: true,
      compare: true,
      pods: { 'Pod/a': { ...FRESH_POD, scenarioId: 'oomKill', momentMs: 5 } },
    };
    expect(restoredView(JSON.parse(JSON.stringify(view)), false)).toEqual(view);
    expect(panelState({ ...view, pod: 2 })).toEqual({ uri: 'file:///a', pinned: true, pod: 2 });
  });
});

describe('messages', () => {
  it('are accepted when they are whole', () => {
    expect(fromPage({ type: 'reveal', path: 'containers[0]', focus: false })).toBeDefined();
    expect(fromPage({ type: 'applyEdit', edits: [{ op: 'set', path: 'a', raw: '5' }] })).toBeDefined();
    expect(fromPage({ type: 'writeScenario', scenario: scenario({}) })).toBeDefined();
    expect(toPage({ type: 'cursor', line: null })).toBeDefined();
  });

  it.each([
    null,
    'ready',
    { type: 'toString' },
    { type: 'reveal', path: 5, focus: false },
    { type: 'applyEdit', edits: [] },
    { type: 'applyEdit', edits: [{ op: 'set', path: 'a', raw: '5\nevil: true' }] },
    { type: 'save', name: '../../x.svg', text: '', base64: false },
    { type: 'writeScenario', scenario: { behaviour: [], deleteAt: null, until: 3 } },
    { type: 'choosePod', index: -1 },
  ])('are dropped when they are not: %j', (message) => {
    expect(fromPage(message)).toBeUndefined();
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void [fromPage(value), toPage(value)]),
      { seed: 6 },
    );
  });
});

describe('the scenario in the manifest', () => {
  const file = [
    '# a comment',
    'apiVersion: v1',
    'kind: Pod',
    '---',
    '',
    '# podwright-scenario: {"old":1}',
    'kind: Pod',
  ];

  it('is written above the first line of its document', () => {
    expect(scenarioEdit(file, 1, '{}')).toEqual({ fromLine: 1, toLine: 1, text: '# podwright-scenario: {}\n' });
  });

  it('replaces the one that is there, and only that', () => {
    expect(scenarioEdit(file, 6, '{}')).toEqual({ fromLine: 5, toLine: 6, text: '# podwright-scenario: {}\n' });
  });

  it('is taken away again', () => {
    expect(scenarioEdit(file, 6, null)).toEqual({ fromLine: 5, toLine: 6, text: '' });
    expect(scenarioEdit(file, 1, null)).toBeUndefined();
  });
});

describe('the frame of the page', () => {
  const html = pageHtml({ scriptUri: 's.js', styleUri: 's.css', cspSource: 'self:', nonce: 'abc', title: '<x>' });

  it('allows nothing remote, nothing inline', () => {
    const policy = /content="(default-src[^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/style="|onclick|<style|<script(?![^>]* nonce="abc")/);
    expect(html).toContain('&#60;x&#62;');
  });
});
