// The bar on top: pod, scenario, behaviour, folding, zoom, table, export. Built once, then kept up to date.

import { byId, h, icon } from '../draw/dom';
import { step } from '../input/step';
import { FIT } from '../model/viewState';
import type { Page } from '../page';
import { EXPORTS, exportAs } from './exports';

let builtFor = '';

export function drawToolbar(page: Page): void {
  const language = page.say('ui.scenario');
  if (builtFor !== language) {
    build(page);
    builtFor = language;
  }
  updatePods(page);
  updateScenarios(page);
  press('foldButton', page.view.fold);
  press('tableButton', page.view.table);
  press('pin', page.view.pinned);
  const behaviour = byId('behaviourButton');
  behaviour.setAttribute('aria-expanded', String(page.view.controls));
  for (const id of ['zoomOut', 'fit']) byId<HTMLButtonElement>(id).disabled = page.view.table;
}

function press(id: string, on: boolean): void {
  byId(id).setAttribute('aria-pressed', String(on));
}

function build(page: Page): void {
  const button = (id: string, name: string, text: string, act: () => void) =>
    h('button', { id, class: 'tool', type: 'button', title: text, 'aria-label': text, click: act }, icon(name));
  const zoom = (by: number) => () => page.setPodView({ zoom: page.chart.zoomAt(page.chart.middleX, by) });
  byId('toolbar').replaceChildren(
    h(
      'div',
      { class: 'left' },
      h('span', { id: 'podName' }),
      h(
        'span',
        { class: 'picker', id: 'podBox', hidden: true },
        h('select', { id: 'pod', 'aria-label': page.say('ui.pod'), change: () => choosePod(page) }),
      ),
      button('pin', 'pin', page.say('ui.pin'), () => page.host.send({ type: 'pin', pinned: !page.view.pinned })),
      h(
        'label',
        { class: 'picker' },
        h('span', { class: 'dim' }, page.say('ui.scenario')),
        h('select', {
          id: 'scenario',
          'aria-label': page.say('ui.scenario'),
          change: () => page.chooseScenario(byId<HTMLSelectElement>('scenario').value),
        }),
      ),
      h(
        'button',
        {
          id: 'behaviourButton',
          class: 'tool wide',
          type: 'button',
          'aria-controls': 'behaviour',
          title: page.say('ui.behaviour'),
          click: () => page.setView({ controls: !page.view.controls }),
        },
        icon('sliders'),
        h('span', {}, page.say('ui.behaviour')),
      ),
    ),
    h(
      'div',
      { class: 'right' },
      button('previous', 'previous', page.say('ui.previous'), () => step(page, -1)),
      button('next', 'next', page.say('ui.next'), () => step(page, 1)),
      h('span', { class: 'gap' }),
      button('foldButton', 'fold', page.say('ui.fold'), () => page.setView({ fold: !page.view.fold })),
      button('zoomOut', 'minus', page.say('ui.zoomOut'), zoom(1 / 1.5)),
      button('zoomIn', 'plus', page.say('ui.zoomIn'), zoom(1.5)),
      button('fit', 'fit', page.say('ui.fit'), () => page.setPodView({ zoom: FIT, openedFoldsMs: [] })),
      h('span', { class: 'gap' }),
      button('tableButton', 'table', page.say('ui.table'), () => page.setView({ table: !page.view.table })),
      h(
        'span',
        { class: 'menuBox' },
        button('exportButton', 'export', page.say('ui.export'), () => toggleMenu()),
        exportMenu(page),
      ),
    ),
  );
  byId('exportButton').setAttribute('aria-haspopup', 'menu');
  document.addEventListener('pointerdown', (event) => {
    if ((event.target as Element).closest('.menuBox') === null) closeMenu();
  });
}

function exportMenu(page: Page): HTMLElement {
  return h(
    'div',
    { id: 'exportMenu', role: 'menu', hidden: true },
    EXPORTS.map((kind) =>
      h(
        'button',
        {
          role: 'menuitem',
          type: 'button',
          'data-export': kind,
          click: () => {
            closeMenu();
            void exportAs(page, kind);
          },
        },
        page.say(`export.${kind}`),
      ),
    ),
  );
}

function toggleMenu(): void {
  const menu = byId('exportMenu');
  menu.hidden = !menu.hidden;
  byId('exportButton').setAttribute('aria-expanded', String(!menu.hidden));
  if (!menu.hidden) menu.querySelector('button')?.focus();
}

function closeMenu(): void {
  byId('exportMenu').hidden = true;
  byId('exportButton').setAttribute('aria-expanded', 'false');
}

function choosePod(page: Page): void {
  page.host.send({ type: 'choosePod', index: Number(byId<HTMLSelectElement>('pod').value) });
}

function updatePods(page: Page): void {
  const pods = page.drawn?.pods ?? [];
  const selected = page.drawn?.selected ?? -1;
  const pod = pods[selected];
  const several = pods.length > 1;
  const select = byId<HTMLSelectElement>('pod');
  byId('podBox').hidden = !several;
  byId('pin').hidden = !several;
  byId('podName').hidden = several;
  byId('podName').replaceChildren(
    ...(pod === undefined
      ? []
      : [
          h('strong', {}, pod.name === '' ? page.say('ui.unnamed') : pod.name),
          h('span', { class: 'dim' }, ` ${pod.kind}`),
        ]),
  );
  const signature = JSON.stringify(pods);
  if (select.dataset.pods !== signature) {
    select.dataset.pods = signature;
    select.replaceChildren(...pods.map(({ index, kind, name }) => h('option', { value: index }, `${name} · ${kind}`)));
  }
  select.value = String(selected);
}

function updateScenarios(page: Page): void {
  const select = byId<HTMLSelectElement>('scenario');
  const scene = page.scene;
  if (scene === undefined) return;
  const ids = [
    ...(scene.comment === undefined ? [] : ['comment']),
    ...scene.scenarios.map(({ id }) => id),
    ...(scene.scenarioId === 'custom' || page.podView.custom !== undefined ? ['custom'] : []),
  ];
  if (select.dataset.ids !== ids.join()) {
    select.dataset.ids = ids.join();
    select.replaceChildren(...ids.map((id) => h('option', { value: id }, page.say(`scenario.${id}`))));
  }
  select.value = scene.scenarioId;
}
