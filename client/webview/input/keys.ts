// The keyboard map. Keys typed into controls are left alone.

import { byId } from '../draw/dom';
import { FIT } from '../model/viewState';
import type { Page } from '../page';
import { applyAdvice, toggleCompare } from '../panels/adviceCard';
import { step } from './step';

type Act = (page: Page) => void;

const PLAIN: Readonly<Record<string, Act>> = {
  ArrowLeft: (page) => step(page, -1),
  ArrowRight: (page) => step(page, 1),
  ArrowUp: (page) => chooseLane(page, -1),
  ArrowDown: (page) => chooseLane(page, 1),
  Home: (page) => page.setMoment(0),
  End: (page) => page.setMoment(page.scene?.drawing.picture.endMs ?? 0),
  '+': (page) => page.setPodView({ zoom: page.chart.zoomAt(page.chart.middleX, 1.5) }),
  '=': (page) => page.setPodView({ zoom: page.chart.zoomAt(page.chart.middleX, 1.5) }),
  '-': (page) => page.setPodView({ zoom: page.chart.zoomAt(page.chart.middleX, 1 / 1.5) }),
  '0': (page) => page.setPodView({ zoom: FIT, openedFoldsMs: [] }),
  f: (page) => page.setView({ fold: !page.view.fold }),
  c: (page) => toggleCompare(page),
  t: (page) => page.setView({ table: !page.view.table }),
  '[': (page) => nextScenario(page, -1),
  ']': (page) => nextScenario(page, 1),
  Enter: (page) => reveal(page),
  Escape: (page) => leave(page),
};

const SHIFTED: Readonly<Record<string, Act>> = {
  ArrowLeft: (page) => page.setMoment(page.momentMs - 1000),
  ArrowRight: (page) => page.setMoment(page.momentMs + 1000),
  '+': PLAIN['+']!,
};

const WITH_ALT: Readonly<Record<string, Act>> = {
  ArrowLeft: (page) => keyMoment(page, -1),
  ArrowRight: (page) => keyMoment(page, 1),
  Enter: (page) => applyAdvice(page),
};

/** Listens on the whole page. */
export function listenKeys(page: Page): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || isTyping(event)) return;
    const map = event.altKey ? WITH_ALT : event.shiftKey ? SHIFTED : PLAIN;
    const act = map[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act === undefined || page.scene === undefined) return;
    act(page);
    event.preventDefault();
  });
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  if (event.key === 'Escape') return false;
  if (target.closest('input, textarea, select') !== null) return true;
  return event.key === 'Enter' && target.closest('button, a, summary') !== null;
}

function keyMoment(page: Page, by: 1 | -1): void {
  const picture = page.scene?.drawing.picture;
  if (picture === undefined) return;
  const moments = [...new Set(picture.measures.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const ms = page.momentMs;
  const next = by > 0 ? moments.find((at) => at > ms) : moments.findLast((at) => at < ms);
  if (next !== undefined) page.setMoment(next);
}

function chooseLane(page: Page, by: 1 | -1): void {
  const lanes = page.scene?.drawing.picture.lanes.map(({ id }) => id) ?? [];
  const at = page.lane === undefined ? (by > 0 ? -1 : lanes.length) : lanes.indexOf(page.lane);
  page.lane = lanes[Math.min(Math.max(0, at + by), lanes.length - 1)];
  page.scheduler.ask('lit');
}

function nextScenario(page: Page, by: 1 | -1): void {
  const options = [...byId<HTMLSelectElement>('scenario').options].map(({ value }) => value);
  const at = options.indexOf(page.scene?.scenarioId ?? '');
  const next = options[(at + by + options.length) % options.length];
  if (next !== undefined) page.chooseScenario(next);
}

function reveal(page: Page): void {
  const picture = page.scene?.drawing.picture;
  const index = page.selected;
  const cause = index === undefined ? undefined : picture?.told[index]?.cause;
  if (cause !== undefined) page.host.send({ type: 'reveal', path: cause, focus: true });
}

function leave(page: Page): void {
  byId('exportMenu').hidden = true;
  byId('exportButton').setAttribute('aria-expanded', 'false');
  if (page.view.controls) page.setView({ controls: false });
  else {
    page.lane = undefined;
    page.scheduler.ask('lit');
  }
}
