// The same events as a table, for screen readers, keyboards and copying. Filter by lane; Kubernetes events on request.
import { exactInstant } from '../../../server/src/simulation/picture/words';
import { byId, h } from '../draw/dom';
import { lineOf } from '../model/lines';
import type { Scene } from '../model/model';
import type { Page } from '../page';

let filter = '';
let withKubernetesEvents = false;
const MOST_ROWS = 2000;

interface Row {
  readonly atMs: number;
  readonly container: string;
  readonly lane: string;
  readonly text: string;
  readonly cause?: string;
  readonly index?: number;
}

export function drawTable(page: Page, scene: Scene): void {
  const box = byId('table');
  box.hidden = !page.view.table;
  if (box.hidden) return;
  const redraw = () => page.scheduler.ask('all');
  const lanes = scene.drawing.picture.lanes;
  const rows = rowsOf(scene)
    .filter(({ lane }) => filter === '' || lane === filter)
    .slice(0, MOST_ROWS);
  const select = h(
    'select',
    {
      'aria-label': page.say('table.filter'),
      change: (event) => {
        filter = (event.target as HTMLSelectElement).value;
        redraw();
      },
    },
    h('option', { value: '' }, page.say('table.all')),
    lanes.map((lane) =>
      h(
        'option',
        { value: lane.id, selected: lane.id === filter },
        lane.container === undefined || lane.depth === 0 ? lane.title : `${lane.container} · ${lane.title}`,
      ),
    ),
  );
  const events = h('input', {
    type: 'checkbox',
    checked: withKubernetesEvents,
    change: () => {
      withKubernetesEvents = !withKubernetesEvents;
      redraw();
    },
  });
  box.replaceChildren(
    h(
      'div',
      { class: 'tableTools' },
      h('label', {}, page.say('table.filter'), ' ', select),
      h('label', {}, events, ' ', page.say('table.kubernetesEvents')),
    ),
    h(
      'table',
      {},
      h('caption', { class: 'hiddenText' }, page.say('table.caption', { name: scene.plan.name })),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['time', 'container', 'event', 'detail', 'line'].map((id) =>
            h('th', { scope: 'col' }, page.say(`table.${id}`)),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((row) => tableRow(page, scene, row)),
      ),
    ),
  );
}

function rowsOf(scene: Scene): readonly Row[] {
  const told: Row[] = scene.drawing.picture.told.map((event, index) => ({
    atMs: event.atMs,
    container: event.container ?? '',
    lane: event.lane,
    text: event.text,
    index,
    ...(event.cause === undefined ? {} : { cause: event.cause }),
  }));
  if (!withKubernetesEvents) return told;
  const others = scene.trace.events.flatMap((event): Row[] =>
    event.event === 'k8s.event'
      ? [
          {
            atMs: event.atMs,
            container: event.container ?? '',
            lane: event.container ?? 'pod',
            text: `${event.kind} ${event.reason}: ${event.message ?? ''}`,
          },
        ]
      : [],
  );
  return [...told, ...others].sort((a, b) => a.atMs - b.atMs);
}

function tableRow(page: Page, scene: Scene, row: Row): HTMLElement {
  const line = row.cause === undefined ? undefined : lineOf(scene.lines, row.cause);
  const why = row.index === undefined ? undefined : scene.drawing.picture.told[row.index]?.why;
  const go = () => {
    if (row.index !== undefined) page.goTo(row.index, true);
  };
  return h(
    'tr',
    { 'data-event': row.index },
    h('td', { class: 'at' }, exactInstant(page.words, row.atMs)),
    h('td', {}, row.container),
    h(
      'td',
      {},
      row.index === undefined ? row.text : h('button', { class: 'link plain', type: 'button', click: go }, row.text),
    ),
    h('td', { class: 'dim' }, why ?? ''),
    h('td', {}, line === undefined ? '' : String(line + 1)),
  );
}
