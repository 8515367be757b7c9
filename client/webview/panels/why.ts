// Why the event at the scrubber came now: the rule and its numbers, and the line of the manifest behind it.
import type { Told } from '../../../server/src/simulation/picture/picture';
import { exactInstant } from '../../../server/src/simulation/picture/words';
import { byId, h } from '../draw/dom';
import { lineOf, writtenPath } from '../model/lines';
import type { Scene } from '../model/model';
import type { Page } from '../page';

export function drawWhy(page: Page, scene: Scene, index: number | undefined): void {
  const told = index === undefined ? undefined : scene.drawing.picture.told[index];
  byId('why').replaceChildren(
    h('h2', {}, page.say('ui.why')),
    ...(told === undefined ? [h('p', {}, page.say('ui.nothingYet'))] : about(page, scene, told)),
  );
}

function about(page: Page, scene: Scene, told: Told): readonly (Node | string)[] {
  return [
    h(
      'p',
      { class: 'what' },
      h('strong', {}, told.text),
      h('span', { class: 'dim' }, ` ${exactInstant(page.words, told.atMs)}`),
    ),
    h('p', {}, told.why ?? page.say(told.cause === undefined ? 'why.none' : 'why.field')),
    told.assumed ? h('p', { class: 'dim' }, page.say('ui.assumed')) : '',
    told.cause === undefined ? h('p', { class: 'dim' }, page.say('ui.noLine')) : causeLink(page, scene, told.cause),
  ];
}

/** A link to the line that causes an event, named after its field. */
export function causeLink(page: Page, scene: Scene, cause: string): Node | string {
  const line = lineOf(scene.lines, cause);
  const written = writtenPath(scene.lines, cause);
  const field = written.slice(written.lastIndexOf('.') + 1);
  const place = line === undefined ? '' : page.say('ui.line', { line: line + 1 });
  const reveal = (event: Event) => {
    event.preventDefault();
    page.host.send({ type: 'reveal', path: cause, focus: true });
  };
  const missing = cause.slice(cause.lastIndexOf('.') + 1);
  const unset = written === cause ? '' : h('span', { class: 'dim' }, ` ${page.say('ui.unset', { field: missing })}`);
  const name = h('code', {}, field === '' ? 'spec' : field);
  const link = h('a', { class: 'reveal', href: '#', click: reveal }, place === '' ? '' : `${place} · `, name);
  return h('p', {}, link, unset);
}
