// The pointer on the picture: scrubbing, dragging grips, zoom and pan, hover with explanation, click to reveal.
import { exactInstant } from '../../../server/src/simulation/picture/words';
import { byId, h } from '../draw/dom';
import { withGrip } from '../model/knobs';
import { lineOf } from '../model/lines';
import { FIT } from '../model/viewState';
import type { Page } from '../page';

type Drag =
  | { readonly kind: 'scrub' }
  | { readonly kind: 'pan'; lastX: number }
  | {
      readonly kind: 'grip';
      readonly knob: string;
      readonly container?: string;
      readonly originMs: number;
      readonly attempt: number;
    };

/** Listens on the chart. */
export function listenPointer(page: Page): void {
  const box = byId('chart');
  let drag: Drag | undefined;
  let moved = false;
  let pressed: Element | undefined;

  box.addEventListener('pointerdown', (event) => {
    const target = event.target as Element;
    if (target.closest('#summary, button, a') !== null) return;
    drag = beginDrag(page, event, target);
    moved = false;
    pressed = target;
    if (drag === undefined) return;
    box.setPointerCapture(event.pointerId);
    byId('scrubber').focus({ preventScroll: true });
    event.preventDefault();
  });

  box.addEventListener('pointermove', (event) => {
    if (drag === undefined) {
      hover(page, event);
      return;
    }
    if (!moved && Math.abs(event.movementX) + Math.abs(event.movementY) === 0) return;
    moved = true;
    hideTooltip(page);
    if (drag.kind === 'pan') {
      page.setPodView({ zoom: page.chart.panned(drag.lastX - event.clientX) });
      drag.lastX = event.clientX;
    } else if (drag.kind === 'grip') {
      const seconds = (page.chart.momentAt(event.clientX, false) - drag.originMs) / 1000;
      if (page.scene !== undefined) page.setCustom(withGrip(page.scene.scenario, drag, seconds, drag.attempt));
    } else page.setMoment(page.chart.momentAt(event.clientX, !event.altKey));
  });

  box.addEventListener('pointerup', (event) => {
    const done = drag;
    drag = undefined;
    if (done === undefined || moved) return;
    if (done.kind === 'scrub') click(page, pressed, event);
  });
  box.addEventListener('pointercancel', () => {
    drag = undefined;
  });
  box.addEventListener('pointerleave', () => hideTooltip(page));
  box.addEventListener('dblclick', () => page.setPodView({ zoom: FIT }));
  box.addEventListener('wheel', (event) => wheel(page, event), { passive: false });
}

function beginDrag(page: Page, event: PointerEvent, target: Element): Drag | undefined {
  const scene = page.scene;
  if (scene === undefined || page.view.table) return undefined;
  if (event.button === 1) return { kind: 'pan', lastX: event.clientX };
  if (event.button !== 0) return undefined;
  const grip = target.closest<SVGElement>('[data-grip]');
  const lane = target.closest<SVGElement>('[data-lane]')?.dataset.lane;
  if (grip !== null && lane !== undefined) {
    const found = page.chart.grip(lane, Number(grip.dataset.grip));
    if (found === undefined) return undefined;
    const attempt =
      scene.trace.events.filter(
        (e) => e.event === 'container.started' && e.container === found.container && e.atMs < found.atMs,
      ).length - 1;
    return {
      kind: 'grip',
      knob: found.knob,
      originMs: found.originMs,
      attempt: Math.max(0, attempt),
      ...(found.container === undefined ? {} : { container: found.container }),
    };
  }
  return { kind: 'scrub' };
}

function click(page: Page, target: Element | undefined, event: PointerEvent): void {
  const fold = target?.closest<SVGElement>('[data-fold]')?.dataset.fold;
  if (fold !== undefined) {
    page.setPodView({ openedFoldsMs: [...page.podView.openedFoldsMs, Number(fold)] });
    return;
  }
  if (target?.closest('[data-lane="quiet"]') != null) {
    page.setPodView({ allContainers: true });
    return;
  }
  const mark = target?.closest<SVGElement>('[data-event]');
  if (mark?.classList.contains('mark') === true) page.goTo(Number(mark.dataset.event), true);
  else {
    page.setMoment(page.chart.momentAt(event.clientX, !event.altKey));
    const told =
      mark === null || mark === undefined ? undefined : page.scene?.drawing.picture.told[Number(mark.dataset.event)];
    const lane = target?.closest<SVGElement>('[data-lane]')?.dataset.lane;
    const cause = told?.cause ?? page.scene?.drawing.picture.lanes.find(({ id }) => id === lane)?.cause;
    if (cause !== undefined) page.host.send({ type: 'reveal', path: cause, focus: false });
  }
}

function wheel(page: Page, event: WheelEvent): void {
  if (page.scene === undefined) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    page.setPodView({ zoom: page.chart.zoomAt(event.clientX, Math.exp(-event.deltaY / 240)) });
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    if (page.podView.zoom.factor <= 1) return;
    event.preventDefault();
    page.setPodView({ zoom: page.chart.panned(event.deltaX === 0 ? event.deltaY : event.deltaX) });
  }
}

let pointed: string | undefined;

function hover(page: Page, event: PointerEvent): void {
  const mark = (event.target as Element).closest<SVGElement>('[data-event]');
  const index = mark?.dataset.event;
  if (index === undefined) {
    hideTooltip(page);
    return;
  }
  const scene = page.scene;
  const told = scene?.drawing.picture.told[Number(index)];
  if (scene === undefined || told === undefined) return;
  if (pointed !== index) {
    pointed = index;
    const line = told.cause === undefined ? undefined : lineOf(scene.lines, told.cause);
    byId('tooltip').replaceChildren(
      h('strong', {}, page.say('told.sentence', { at: exactInstant(page.words, told.atMs), text: told.text })),
      told.why === undefined ? '' : h('span', {}, told.why),
      told.assumed ? h('span', { class: 'dim' }, page.say('ui.assumed')) : '',
      line === undefined ? '' : h('span', { class: 'dim' }, page.say('ui.line', { line: line + 1 })),
    );
    page.host.send({ type: 'point', path: told.cause ?? null });
  }
  place(event);
}

function place(event: PointerEvent): void {
  const tooltip = byId('tooltip');
  tooltip.hidden = false;
  const { offsetWidth, offsetHeight } = tooltip;
  const x = Math.min(event.clientX + 14, window.innerWidth - offsetWidth - 8);
  const below = event.clientY + 18 + offsetHeight < window.innerHeight;
  tooltip.style.left = `${Math.max(8, x)}px`;
  tooltip.style.top = `${below ? event.clientY + 18 : Math.max(8, event.clientY - offsetHeight - 12)}px`;
}

function hideTooltip(page: Page): void {
  if (pointed === undefined) return;
  pointed = undefined;
  byId('tooltip').hidden = true;
  page.host.send({ type: 'point', path: null });
}
