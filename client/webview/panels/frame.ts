// What frames the picture: the notice above, the sentence, the footer.

import type { Phrase } from '../../../server/src/simulation/picture/picture';
import { footerText } from '../../../server/src/simulation/render/svg';
import { byId, h, icon } from '../draw/dom';
import type { Scene } from '../model/model';
import type { Page } from '../page';

/** Broken, refused, without pod: one line that says so. */
export function drawNotice(page: Page): void {
  const notice = byId('notice');
  const answer = page.shown?.answer;
  const parts: (Node | string)[] = [];
  if (answer === undefined || (answer.pods.length === 0 && page.scene === undefined)) {
    parts.push(
      h('span', {}, page.say('ui.noPod')),
      link(page.say('ui.sample'), () => page.host.send({ type: 'sample' })),
    );
  } else if (answer.brokenLine !== undefined || page.drawn !== answer) {
    const line = answer.brokenLine;
    const id = page.drawn === answer ? 'ui.brokenPartly' : 'ui.broken';
    parts.push(
      icon('warn'),
      h('span', {}, page.say(line === undefined ? 'ui.brokenSomewhere' : id, { line: (line ?? 0) + 1 })),
    );
  } else if (answer.refusal !== undefined) {
    const { message, line } = answer.refusal;
    const values = { version: answer.kubernetesVersion, message, line: line + 1 };
    parts.push(icon('bad'), h('span', {}, page.say('ui.refused', values)));
  }
  notice.hidden = parts.length === 0;
  notice.replaceChildren(...parts);
}

function link(text: string, act: () => void): HTMLElement {
  return h('button', { class: 'link', type: 'button', click: act }, text);
}

const TONES = { good: 'good', bad: 'bad', warn: 'warn', note: 'bulb' } as const;

/** The sentence; its numbers light their measures. */
export function drawSummary(page: Page, scene: Scene): void {
  const { headline } = scene.drawing.picture;
  const summary = byId('summary');
  summary.className = `tone-${headline.tone}`;
  const text = h(
    'span',
    { class: 'sentence' },
    headline.phrases.map((phrase) => phraseNode(page, phrase)),
  );
  const gain = page.gainFor(scene);
  if (gain !== undefined) text.append(h('span', { class: 'gain' }, ` ${page.say('ui.applied', { gain })}`));
  summary.replaceChildren(icon(TONES[headline.tone]), text);
}

function phraseNode(page: Page, phrase: Phrase): Node | string {
  if (phrase.strong !== true) return phrase.text;
  const { measure } = phrase;
  if (measure === undefined) return h('strong', {}, phrase.text);
  const light = (on: boolean) => () => {
    for (const line of byId('chart').querySelectorAll(`[data-measure="${measure}"]`)) line.classList.toggle('on', on);
  };
  const go = () => {
    const found = page.scene?.drawing.picture.measures.find(({ id }) => id === measure);
    if (found !== undefined) page.setMoment(found.toMs);
  };
  return h(
    'button',
    {
      class: 'number',
      type: 'button',
      mouseenter: light(true),
      mouseleave: light(false),
      focus: light(true),
      blur: light(false),
      click: go,
    },
    phrase.text,
  );
}

/** What is simulated, by which version, under which assumptions. */
export function drawFooter(page: Page, scene: Scene): void {
  const version = page.drawn?.kubernetesVersion ?? '';
  const replica = page.drawn?.pods[page.drawn.selected]?.kind;
  const one = replica !== undefined && replica !== 'Pod' ? `${page.say('ui.oneReplica', { kind: replica })} · ` : '';
  byId('footer').textContent = one + footerText(scene.drawing.picture, page.words, version);
}
