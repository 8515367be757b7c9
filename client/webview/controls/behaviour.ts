// The behaviour controls: every field of the scenario as a labelled control, per container. Changing one makes the
// scenario a custom one. Built when the structure changes, otherwise only the values are brought up to date.
import { setting } from '../../../server/src/simulation/picture/words';
import type { ContainerPlan } from '../../../server/src/simulation/plan';
import type { Scenario } from '../../../server/src/simulation/scenario';
import type { ProbeKind } from '../../../server/src/simulation/trace';
import { byId, h } from '../draw/dom';
import { behaviourFor, KNOBS, type Knob, type KnobValue, PROBE_KNOBS, type RunChoice, withKnob } from '../model/knobs';
import type { Scene } from '../model/model';
import type { Page } from '../page';

type Update = (scene: Scene) => void;

let structure = '';
let updates: Update[] = [];

export function drawBehaviour(page: Page, scene: Scene): void {
  const box = byId('behaviour');
  box.hidden = !page.view.controls;
  if (box.hidden) return;
  const wanted = JSON.stringify([
    page.say('ui.scenario'),
    [...page.knobScope],
    scene.key,
    scene.plan.readinessGates,
    scene.plan.containers.map(({ name, startupProbe, readinessProbe, livenessProbe, preStop, postStart }) => [
      name,
      !!startupProbe,
      !!readinessProbe,
      !!livenessProbe,
      preStop?.handler,
      postStart?.handler,
    ]),
  ]);
  if (wanted !== structure) {
    structure = wanted;
    updates = [];
    box.replaceChildren(
      podControls(page, scene),
      ...scene.plan.containers.map((container) => containerControls(page, scene, container)),
      tools(page),
    );
  }
  for (const update of updates) update(scene);
}

function tools(page: Page): HTMLElement {
  return h(
    'p',
    { class: 'knobTools' },
    h(
      'button',
      {
        class: 'link',
        id: 'resetBehaviour',
        type: 'button',
        click: () => page.chooseScenario(page.scene?.scenarios[0]?.id ?? ''),
      },
      page.say('ui.reset'),
    ),
    h(
      'button',
      {
        class: 'link',
        type: 'button',
        click: () => page.scene && page.host.send({ type: 'writeScenario', scenario: page.scene.scenario }),
      },
      page.say('export.writeScenario'),
    ),
    h(
      'button',
      {
        class: 'link',
        type: 'button',
        click: () => page.scene && page.host.send({ type: 'copy', text: JSON.stringify(page.scene.scenario) }),
      },
      page.say('export.copyScenario'),
    ),
  );
}

/** What happens to the pod, and the Service's delay. */
function podControls(page: Page, scene: Scene): HTMLElement {
  const change = (next: Scenario) => page.setCustom(next);
  const now = () => page.scene!.scenario;
  const grown = (scenario: Scenario, at: number | undefined): Scenario => ({
    ...scenario,
    until: Math.max(scenario.until, (at ?? 0) + 60),
  });
  const items = [
    seconds(
      page,
      'deleteAt',
      300,
      true,
      (s) => s.scenario.deleteAt ?? undefined,
      (value) => change(grown({ ...now(), deleteAt: value ?? null }, value)),
    ),
    seconds(
      page,
      'gracePeriodOverride',
      120,
      true,
      (s) => s.scenario.gracePeriodOverride ?? undefined,
      (value) => change({ ...now(), gracePeriodOverride: value === undefined ? null : Math.round(value) }),
    ),
    seconds(
      page,
      'deleteAgainAt',
      300,
      true,
      (s) => s.scenario.deleteAgain?.at,
      (value) => {
        const { deleteAgain, ...rest } = now();
        change(value === undefined ? rest : grown({ ...rest, deleteAgain: { ...deleteAgain, at: value } }, value));
      },
    ),
    seconds(
      page,
      'deleteAgainGrace',
      120,
      true,
      (s) => s.scenario.deleteAgain?.gracePeriodOverride ?? undefined,
      (value) => {
        const { deleteAgain } = now();
        if (deleteAgain !== undefined)
          change({
            ...now(),
            deleteAgain: {
              at: deleteAgain.at,
              ...(value === undefined ? {} : { gracePeriodOverride: Math.round(value) }),
            },
          });
      },
    ),
    seconds(
      page,
      'until',
      1800,
      false,
      (s) => s.scenario.until,
      (value) => change({ ...now(), until: Math.max(1, value ?? 60) }),
    ),
    seconds(
      page,
      'propagation',
      30,
      false,
      () => page.view.propagationMs / 1000,
      (value) => page.setView({ propagationMs: (value ?? 0) * 1000 }),
    ),
    flag(
      page,
      'stopSignals',
      (s) => s.scenario.gates?.ContainerStopSignals === true,
      (on) => change({ ...now(), gates: { ...now().gates, ContainerStopSignals: on } }),
    ),
  ];
  return h(
    'fieldset',
    {},
    h('legend', {}, page.say('knob.pod')),
    h('div', { class: 'knobs' }, items),
    scene.plan.readinessGates.length > 0 ? h('p', { class: 'dim' }, page.say('knob.readinessGates')) : '',
  );
}

function containerControls(page: Page, scene: Scene, container: ContainerPlan): HTMLElement {
  const [runText = 'all', probeText = ''] = (page.knobScope.get(container.name) ?? 'all/').split('/');
  const run: RunChoice = runText === 'all' ? 'all' : Number(runText);
  const probe = probeText === '' ? undefined : (probeText as ProbeKind);
  const knobs = (probe === undefined ? KNOBS : PROBE_KNOBS).filter((knob) => applies(knob, container));
  return h(
    'fieldset',
    { 'data-container': container.name },
    h('legend', {}, container.name, ' ', h('span', { class: 'dim' }, page.say(`role.${container.role}`))),
    scope(page, scene, container, run, probe),
    h(
      'div',
      { class: 'knobs' },
      knobs.map((knob) => control(page, container.name, run, probe, knob)),
    ),
  );
}

/** A hook that the kubelet itself times, or that is absent, has no behaviour. */
function applies(knob: Knob, container: ContainerPlan): boolean {
  const hook = knob.id.startsWith('preStop')
    ? container.preStop
    : knob.id.startsWith('postStart')
      ? container.postStart
      : undefined;
  if (!knob.id.startsWith('preStop') && !knob.id.startsWith('postStart')) return true;
  return hook !== undefined && hook.handler !== 'sleep';
}

/** Which runs and which probe the controls below speak of. */
function scope(
  page: Page,
  scene: Scene,
  container: ContainerPlan,
  run: RunChoice,
  probe: ProbeKind | undefined,
): HTMLElement {
  const kinds = (['startup', 'readiness', 'liveness'] as const).filter(
    (kind) => container[`${kind}Probe`] !== undefined,
  );
  const choose = (next: string) => {
    page.knobScope.set(container.name, next);
    page.scheduler.ask('all');
  };
  const option = (value: string, text: string, chosen: boolean) => h('option', { value, selected: chosen }, text);
  const runs = Math.max(2, scene.scenario.behaviour[container.name]?.runs?.length ?? 0);
  const runSelect = h(
    'select',
    {
      'aria-label': page.say('knob.runs'),
      change: (event) => choose(`${(event.target as HTMLSelectElement).value}/${probe ?? ''}`),
    },
    option('all', page.say('knob.allRuns'), run === 'all'),
    Array.from({ length: runs }, (_, index) =>
      option(
        String(index),
        page.say(index === runs - 1 ? 'knob.laterRuns' : 'knob.run', { n: index + 1 }),
        run === index,
      ),
    ),
  );
  const probeSelect = h(
    'select',
    {
      'aria-label': page.say('knob.answersTo'),
      change: (event) => choose(`${run}/${(event.target as HTMLSelectElement).value}`),
    },
    option('', page.say('knob.everyProbe'), probe === undefined),
    kinds.map((kind) => option(kind, page.say(`probe.${kind}`), probe === kind)),
  );
  return h('p', { class: 'scope' }, runSelect, kinds.length > 0 ? probeSelect : '');
}

function control(page: Page, container: string, run: RunChoice, probe: ProbeKind | undefined, knob: Knob): HTMLElement {
  const read = (scene: Scene): KnobValue => knob.read(behaviourFor(scene.scenario, container, run, probe));
  const write = (value: KnobValue) =>
    page.setCustom(withKnob(page.scene!.scenario, container, run, probe, knob, value));
  const id = probe === undefined ? knob.id : `${probe}.${knob.id}`;
  const marks = { 'data-knob': id, 'data-container': container };
  if (knob.kind === 'flag') return flag(page, knob.id, (scene) => read(scene) === true, write, marks);
  if (knob.kind === 'windows' || knob.kind === 'exits')
    return text(page, knob, (scene) => String(read(scene) ?? ''), write, marks);
  return seconds(
    page,
    knob.id,
    knob.max,
    knob.never === true,
    (scene) => read(scene) as number | undefined,
    write,
    marks,
    knob.kind === 'number',
  );
}

type Marks = Readonly<Record<string, string>>;

/** A slider with a number beside it; where `never` is possible, the slider's right end says so. */
function seconds(
  page: Page,
  id: string,
  max: number,
  never: boolean,
  read: (scene: Scene) => number | undefined,
  write: (value: number | undefined) => void,
  marks: Marks = { 'data-knob': id },
  plainNumber = false,
): HTMLElement {
  const name = page.say(`knob.${id}`);
  const steps = 100;
  const toSlider = (value: number | undefined) =>
    value === undefined ? steps + 4 : Math.round(Math.sqrt(Math.min(1, value / max)) * steps);
  const fromSlider = (at: number) => (never && at > steps ? undefined : (Math.min(at, steps) / steps) ** 2 * max);
  const round = (value: number | undefined) =>
    value === undefined
      ? undefined
      : plainNumber
        ? Math.round(value)
        : value < 10
          ? Math.round(value * 10) / 10
          : Math.round(value * 5) / 5;
  const slider = h('input', {
    type: 'range',
    min: 0,
    max: never ? steps + 4 : steps,
    'aria-label': name,
    ...marks,
    'data-slider': true,
    input: () => write(round(fromSlider(Number(slider.value)))),
  });
  const number = h('input', {
    type: 'text',
    inputmode: 'decimal',
    'aria-label': name,
    ...marks,
    change: () => {
      const value = Number.parseFloat(number.value.replace(',', '.'));
      write(Number.isFinite(value) ? Math.max(0, value) : undefined);
    },
  });
  updates.push((scene) => {
    const value = read(scene);
    slider.value = String(toSlider(value));
    slider.setAttribute(
      'aria-valuetext',
      value === undefined ? page.say('knob.never') : plainNumber ? String(value) : setting(page.words, value),
    );
    if (document.activeElement !== number)
      number.value =
        value === undefined ? page.say('knob.never') : plainNumber ? String(value) : setting(page.words, value);
  });
  return h(
    'div',
    { class: 'knob' },
    h('span', { class: 'knobName', title: page.words[`knob.${id}.help`] }, name),
    number,
    slider,
  );
}

function flag(
  page: Page,
  id: string,
  read: (scene: Scene) => boolean,
  write: (on: boolean) => void,
  marks: Marks = { 'data-knob': id },
): HTMLElement {
  const box = h('input', { type: 'checkbox', ...marks, change: () => write(box.checked) });
  updates.push((scene) => {
    box.checked = read(scene);
  });
  return h('label', { class: 'knob flag' }, box, h('span', { class: 'knobName' }, page.say(`knob.${id}`)));
}

function text(
  page: Page,
  knob: Knob,
  read: (scene: Scene) => string,
  write: (value: string) => void,
  marks: Marks,
): HTMLElement {
  const name = page.say(`knob.${knob.id}`);
  const field = h('input', {
    type: 'text',
    class: 'wide',
    'aria-label': name,
    placeholder: page.say(`knob.${knob.kind}.example`),
    ...marks,
    change: () => write(field.value),
  });
  updates.push((scene) => {
    if (document.activeElement !== field) field.value = read(scene);
  });
  return h('label', { class: 'knob text' }, h('span', { class: 'knobName' }, name), field);
}
