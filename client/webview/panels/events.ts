// The events so far, newest first; a click goes to the event and reveals its line.
import { exactInstant } from '../../../server/src/simulation/picture/words';
import { byId, h } from '../draw/dom';
import { eventsSoFar } from '../model/eventList';
import type { Scene } from '../model/model';
import type { Page } from '../page';

const SHOWN = 8;
let whole = false;

export function drawEvents(page: Page, scene: Scene, ms: number): void {
  const items = eventsSoFar(scene.drawing.picture, ms, page.words);
  const { selected } = page;
  const shown = whole ? items.slice(0, 500) : items.slice(0, SHOWN);
  const rest = items.length - shown.length;
  byId('events').replaceChildren(
    h('h2', {}, page.say('ui.events')),
    h(
      'ol',
      {},
      shown.map(({ index, told, text }) =>
        h(
          'li',
          {
            'data-event': index,
            class: `${index === selected ? 'selected ' : ''}${told.assumed ? 'assumed' : ''}`,
            click: () => page.goTo(index, true),
          },
          h('span', { class: 'at' }, exactInstant(page.words, told.atMs)),
          h('span', { class: 'text' }, text),
        ),
      ),
    ),
    rest > 0 || whole
      ? h(
          'button',
          {
            class: 'link',
            type: 'button',
            click: () => {
              whole = !whole;
              page.scheduler.ask('moment');
            },
          },
          whole ? page.say('ui.fewer') : page.say('ui.earlier', { n: rest }),
        )
      : '',
  );
}
