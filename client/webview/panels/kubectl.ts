// The moment as kubectl prints it: the row, the conditions, the container states, and the commands that show them.
import { instant } from '../../../server/src/simulation/picture/words';
import { byId, h, icon } from '../draw/dom';
import { type ContainerAt, type PodAt, stateAt } from '../model/engine';
import type { Scene } from '../model/model';
import type { Page } from '../page';

/** Draws the panel and gives STATUS for the live region. */
export function drawKubectl(page: Page, scene: Scene, ms: number): string {
  const moment = stateAt(scene.trace, scene.plan, ms);
  const panel = byId('kubectl');
  panel.replaceChildren(
    h('h2', {}, page.say('ui.kubectlAt', { at: instant(page.words, ms) })),
    ...(moment.exists
      ? present(page, scene, moment, ms)
      : [h('pre', { class: 'row' }, page.say('ui.notFound', { name: scene.plan.name }))]),
  );
  return moment.exists ? moment.row.status : page.say('told.gone');
}

function present(page: Page, scene: Scene, moment: PodAt, ms: number): readonly (Node | string)[] {
  const warning = misleads(scene, moment, ms);
  return [
    rowTable(moment),
    warning === undefined ? '' : h('p', { class: 'misleads' }, icon('warn'), h('span', {}, page.say(warning))),
    h(
      'ul',
      { class: 'conditions' },
      inOrder(moment).map((condition) => {
        const yes = condition.status === 'True';
        return h(
          'li',
          { class: yes ? 'yes' : 'no' },
          icon(yes ? 'check' : 'cross'),
          h('span', {}, condition.type),
          yes || condition.reason === '' ? '' : h('span', { class: 'dim' }, condition.reason),
        );
      }),
    ),
    h(
      'ul',
      { class: 'states' },
      moment.containers.map((container) => stateLine(page, container)),
    ),
    commands(page, scene),
  ];
}

const ORDER = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

/** Conditions in the order in which they become true; others first. */
function inOrder(moment: PodAt): PodAt['conditions'] {
  return [...moment.conditions].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
}

function rowTable(moment: PodAt): HTMLElement {
  const heads = ['READY', 'STATUS', 'RESTARTS', 'AGE'];
  const { ready, status, restarts, age } = moment.row;
  const cells = [ready, status, restarts, age];
  return h(
    'table',
    { class: 'row' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      h(
        'tr',
        {},
        cells.map((text) => h('td', {}, text)),
      ),
    ),
  );
}

function stateLine(page: Page, container: ContainerAt): HTMLElement {
  const code = container.exitCode === undefined ? '' : page.say('mark.exit', { code: container.exitCode });
  const details = [container.reason, code].filter((text) => text !== '').join(', ');
  return h(
    'li',
    {},
    h('span', { class: 'name' }, container.name),
    h('span', { class: `state st-${container.state}` }, container.state),
    details === '' ? '' : h('span', { class: 'dim' }, details),
  );
}

/** Ids of warnings: kubectl says one thing, requests another. */
function misleads(scene: Scene, moment: PodAt, ms: number): string | undefined {
  const requests = scene.drawing.picture.lanes.find(({ id }) => id === 'service/requests');
  const now = requests?.bars.find((bar) => bar.fromMs <= ms && ms < bar.toMs);
  const ready = moment.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  if (now?.look === 'silent' && ready) return 'ui.misleadsSilent';
  if (now?.look === 'refused') return ready ? 'ui.misleadsRefused' : 'ui.stillRefused';
  return undefined;
}

function commands(page: Page, scene: Scene): HTMLElement {
  const namespace =
    scene.plan.namespace === 'default' || scene.plan.namespace === '' ? '' : ` -n ${scene.plan.namespace}`;
  const name = scene.plan.name === '' ? '<pod>' : scene.plan.name;
  const list = [`kubectl get pod ${name}${namespace} --watch`, `kubectl describe pod ${name}${namespace}`];
  return h(
    'details',
    { class: 'commands' },
    h('summary', {}, page.say('ui.commands')),
    list.map((text) => h('code', {}, text)),
  );
}
