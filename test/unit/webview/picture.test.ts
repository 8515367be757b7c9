// The picture: what stands on which lane, what the sentence says, and that every scenario of every pod can be drawn.
import { describe, expect, it } from 'vitest';
import { draw } from '../../../server/src/simulation/picture/build';
import type { Lane, Picture } from '../../../server/src/simulation/picture/picture';
import { planOf } from '../../../server/src/simulation/planOf';
import { scenariosFor } from '../../../server/src/simulation/scenarios';
import { simulate } from '../../../server/src/simulation/simulate';
import { drawingOf, PLANS, scenario, sentenceOf, WORDS } from './pods';

const lane = (picture: Picture, id: string): Lane => {
  const found = picture.lanes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no lane ${id}`);
  return found;
};
const bars = (one: Lane) => one.bars.map(({ look, fromMs, toMs }) => [look, fromMs, toMs]);

describe('a web app that is deleted', () => {
  const behaviour = { main: { imagePull: 2.4, readyAfter: 13.2, onSigterm: { exitsAfter: 6.2, code: 0 } } };
  const drawing = drawingOf(PLANS.web!, scenario({ behaviour, deleteAt: 60.2, until: 120 }));
  const { picture } = drawing;

  it('says so in a sentence', () => {
    expect(sentenceOf(drawing)).toBe(
      'Ready after 20.0 s. Deletion takes 11.3 s of its 30 s grace period. No request is refused.',
    );
    expect(picture.headline.tone).toBe('good');
  });

  it('has a lane for whatever has content, cause above effect', () => {
    expect(picture.lanes.map(({ id }) => id)).toEqual([
      'pod',
      'pod/ready',
      'main',
      'main/startup',
      'main/readiness',
      'main/liveness',
      'main/shutdown',
      'service',
      'service/requests',
    ]);
  });

  it('shows what the app does as the scenario says', () => {
    expect(bars(lane(picture, 'main'))).toEqual([
      ['pending', 2, 2402],
      ['starting', 2404, 15_604],
      ['answering', 15_604, 65_201],
      ['closing', 65_201, 71_401],
    ]);
    expect(lane(picture, 'main').grips.map(({ knob, atMs }) => [knob, atMs])).toEqual([
      ['readyAfter', 15_604],
      ['exitsAfter', 71_401],
    ]);
  });

  it('counts failures against the threshold and marks the turn', () => {
    const marks = lane(picture, 'main/startup').marks.map(({ shape, labels }) => [shape, labels[0]]);
    expect(marks).toEqual([
      ['cross', '1/12'],
      ['cross', '2/12'],
      ['cross', '3/12'],
      ['checkDisc', undefined],
    ]);
  });

  it('runs the grace budget down from the deletion', () => {
    const [frame] = lane(picture, 'main/shutdown').frames;
    expect(frame).toMatchObject({ fromMs: 60_201, toMs: 90_201, usedMs: 71_401 });
    expect(frame?.labels[0]?.replace('\u00a0', ' ')).toBe('18.8 s to spare');
  });

  it('takes the pod out of the Service three seconds after the deletion', () => {
    expect(bars(lane(picture, 'service'))).toEqual([
      ['inService', 20_006, 60_200],
      ['leaving', 60_200, 63_200],
    ]);
    expect(bars(lane(picture, 'service/requests'))).toEqual([['served', 20_006, 63_200]]);
  });
});

describe('requests after the deletion', () => {
  it('are refused from the end of the process until the endpoints are gone', () => {
    const { picture, facts } = drawingOf(PLANS.bare!, scenario({ deleteAt: 30, until: 60 }));
    expect(bars(lane(picture, 'service/requests'))).toEqual([
      ['served', 5, 30_001],
      ['refused', 30_001, 33_000],
    ]);
    expect(facts.refusedAtEndMs).toBe(2999);
  });

  it('are refused earlier when the app closes its port first', () => {
    const behaviour = { main: { onSigterm: { exitsAfter: 10, stopsServingAfter: 1 } } };
    const { picture } = drawingOf(PLANS.bare!, scenario({ behaviour, deleteAt: 30, until: 60 }));
    expect(bars(lane(picture, 'service/requests'))).toEqual([
      ['served', 5, 31_001],
      ['refused', 31_001, 33_000],
    ]);
  });
});

describe('a hang', () => {
  const behaviour = { main: { runs: [{ failsAt: 14.2 }, {}], onSigterm: 'ignores' as const } };
  const drawing = drawingOf(PLANS.liveness!, scenario({ behaviour, until: 130 }));

  it('is told with its parts', () => {
    expect(sentenceOf(drawing)).toContain(
      'main hangs at 14.2 s and runs again 55.8 s later: 25.8 s to notice, 30 s of grace',
    );
    expect(drawing.picture.measures).toMatchObject([{ id: 'down', fromMs: 14_204, toMs: 70_006 }]);
  });

  it('keeps the silent app apart from the dead one', () => {
    expect(bars(lane(drawing.picture, 'main')).slice(0, 3)).toEqual([
      ['answering', 4, 14_204],
      ['silent', 14_204, 70_004],
      ['answering', 70_006, drawing.picture.endMs],
    ]);
  });

  it('turns the verdict with the third failure', () => {
    const shapes = lane(drawing.picture, 'main/liveness').marks.map(
      ({ shape, labels }) => `${shape} ${labels[0] ?? ''}`,
    );
    expect(shapes.slice(0, 4)).toEqual(['dot ', 'cross 1/3', 'cross 2/3', 'crossDisc 3/3']);
  });
});

describe('a crash loop', () => {
  it('names the growing waits', () => {
    const drawing = drawingOf(
      PLANS.bare!,
      scenario({ behaviour: { main: { exits: [{ at: 2.2, code: 1 }] } }, until: 660 }),
    );
    const waits = lane(drawing.picture, 'main').wires.map(({ labels }) => labels[0]?.replaceAll('\u00a0', ' '));
    expect(waits).toEqual([
      'back-off 10 s',
      'back-off 20 s',
      'back-off 40 s',
      'back-off 80 s',
      'back-off 2 min 40 s',
      'back-off 5 min',
      'back-off 5 min',
    ]);
    expect(sentenceOf(drawing)).toContain('The process exits with code 1 after 2.2 s, every time.');
    expect(sentenceOf(drawing)).toContain('the wait between them grows from 10 s to 5 min');
  });
});

describe('every scenario of every pod', () => {
  const cases = Object.entries(PLANS).flatMap(([name, plan]) =>
    scenariosFor(plan).flatMap(({ id, scenario: one }) =>
      (['en', 'zh-cn'] as const).map((language) => ({ name, id, language, plan, one })),
    ),
  );

  it.each(cases)('$name, $id, $language: no gap in words, no odd number', ({ plan, one, language }) => {
    const drawing = drawingOf(plan, one, language);
    const { picture } = drawing;
    const texts = [
      sentenceOf(drawing),
      ...picture.told.flatMap(({ text, why }) => [text, why ?? '']),
      ...picture.lanes.flatMap((l) => [
        l.title,
        l.note,
        ...l.bars.flatMap(({ labels }) => labels),
        ...l.grips.map(({ title }) => title),
      ]),
      ...picture.measures.flatMap(({ labels }) => labels),
      ...picture.assumptions,
    ];
    const odd = texts.filter((text) =>
      /[{}[\]]|undefined|NaN|Infinity|^(?:sum|told|bar|app|why|mark|lane|grip|measure|assume)\.[a-z]/i.test(text),
    );
    expect(odd).toEqual([]);
    for (const told of picture.told) expect(told.atMs).toBeLessThanOrEqual(picture.endMs);
    for (const { fromMs, toMs } of picture.lanes.flatMap((l) => l.bars)) expect(toMs).toBeGreaterThanOrEqual(fromMs);
    expect(picture.told.map(({ atMs }) => atMs)).toEqual(
      [...picture.told.map(({ atMs }) => atMs)].sort((a, b) => a - b),
    );
  });

  it('ends with the only word it needs in Chinese', () => {
    for (const [, plan] of Object.entries(PLANS)) {
      for (const { scenario: one } of scenariosFor(plan)) {
        const text = sentenceOf(drawingOf(plan, one, 'zh-cn'));
        expect(text === '' || text.endsWith('。')).toBe(true);
      }
    }
  });
});

describe('many containers', () => {
  const probe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5 };
  const names = ['a', 'b', 'c', 'd', 'e'];
  const plan = planOf({
    metadata: { name: 'many' },
    spec: { containers: names.map((name) => ({ name, image: name, readinessProbe: probe })) },
  });
  const behaviour = { c: { exits: [{ at: 20, code: 1 }] } };

  it('share a row where nothing happens; the one that crashes keeps its lanes', () => {
    const { picture } = drawingOf(plan, scenario({ behaviour }));
    expect(picture.lanes.map(({ id }) => id)).toEqual([
      'pod',
      'pod/ready',
      'c',
      'c/readiness',
      'quiet',
      'service',
      'service/requests',
    ]);
    expect(lane(picture, 'quiet').bars[0]?.labels).toEqual(['a, b, d, e']);
  });

  it('are drawn one by one on request', () => {
    const one = scenario({ behaviour });
    const { picture } = draw({ trace: simulate(plan, one), plan, scenario: one, words: WORDS.en, allContainers: true });
    expect(picture.lanes.filter(({ depth, container }) => depth === 0 && container !== undefined)).toHaveLength(5);
  });
});
