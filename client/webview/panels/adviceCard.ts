// One suggestion at a time: the sentence with its gain, compare, apply.
import type { Advice } from '../../../server/src/simulation/picture/advice';
import { byId, h, icon } from '../draw/dom';
import type { Scene } from '../model/model';
import type { Page } from '../page';
import { causeLink } from './why';

/** Draws the card and gives the advice it shows. */
export function drawAdvice(page: Page, scene: Scene): Advice | undefined {
  const card = byId('advice');
  const { advice } = page;
  const shown = page.chosenAdvice;
  card.hidden = shown === undefined;
  if (shown === undefined) return undefined;
  const place = advice.indexOf(shown);
  const note = shown.edits.length === 0;
  const name = note
    ? page.say('ui.note')
    : advice.length > 1
      ? page.say('ui.suggestionOf', { n: place + 1, of: advice.length })
      : page.say('ui.suggestion');
  card.replaceChildren(
    icon('bulb'),
    h(
      'p',
      {},
      advice.length > 1
        ? h(
            'button',
            {
              class: 'link step',
              id: 'nextAdvice',
              type: 'button',
              title: page.say('ui.nextSuggestion'),
              click: () => page.setPodView({ adviceIndex: (place + 1) % advice.length }),
            },
            name,
          )
        : h('span', { class: 'dim' }, name),
      ' ',
      rich(shown.text),
      note && shown.path !== undefined ? ' ' : '',
      note && shown.path !== undefined ? (causeLink(page, scene, shown.path) as HTMLElement).firstChild! : '',
    ),
    note ? '' : buttons(page),
  );
  return shown;
}

function buttons(page: Page): HTMLElement {
  return h(
    'div',
    { class: 'buttons' },
    h(
      'button',
      {
        id: 'compare',
        class: 'secondary',
        type: 'button',
        'aria-pressed': String(page.view.compare),
        click: () => toggleCompare(page),
      },
      page.say('ui.compare'),
    ),
    h(
      'button',
      { id: 'apply', class: 'primary', type: 'button', click: () => applyAdvice(page) },
      page.say('ui.apply'),
    ),
  );
}

/** Backquotes are code, brackets the gain. */
function rich(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of text.split(/(`[^`]*`|\[[^\]]*\])/)) {
    if (part.startsWith('`')) fragment.append(h('code', {}, part.slice(1, -1)));
    else if (part.startsWith('[')) fragment.append(h('strong', {}, part.slice(1, -1)));
    else fragment.append(part);
  }
  return fragment;
}

export function toggleCompare(page: Page): void {
  if (page.chosenAdvice?.after !== undefined) page.setView({ compare: !page.view.compare });
}

/** Asks the host for the edit; the new text comes back as a new answer. */
export function applyAdvice(page: Page): void {
  const advice = page.chosenAdvice;
  if (advice === undefined || advice.edits.length === 0) return;
  page.announceGain(advice);
  page.host.send({ type: 'applyEdit', edits: advice.edits });
  page.setView({ compare: false });
}
