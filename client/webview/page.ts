// The page as a whole: holds state, listens to the host, asks for redraws, carries out what the reader does.
import type { TimelineAnswer } from '../../server/src/protocol';
import type { Advice } from '../../server/src/simulation/picture/advice';
import type { Comparison } from '../../server/src/simulation/picture/compare';
import { exactInstant, say, type Words } from '../../server/src/simulation/picture/words';
import type { PodPlan } from '../../server/src/simulation/plan';
import { styleSheet } from '../../server/src/simulation/render/svgStyle';
import type { Scenario } from '../../server/src/simulation/scenario';
import { drawBehaviour } from './controls/behaviour';
import { drawTable } from './controls/table';
import { drawToolbar } from './controls/toolbar';
import { Chart } from './draw/chart';
import { byId } from './draw/dom';
import { pagePalette } from './draw/palette';
import type { Host } from './host';
import type { ToPage } from './messages';
import { lastTold } from './model/eventList';
import { causedBy, pathAtLine, subjectOf } from './model/lines';
import { Model, podKey, podView, type Scene } from './model/model';
import { FIT, type PodView, type ViewState } from './model/viewState';
import { drawAdvice } from './panels/adviceCard';
import { drawEvents } from './panels/events';
import { drawFooter, drawNotice, drawSummary } from './panels/frame';
import { drawKubectl } from './panels/kubectl';
import { Live } from './panels/live';
import { drawWhy } from './panels/why';
import { type Part, RedrawScheduler } from './scheduler';

/** Pause after which slow work is done. */
const REST_MS = 350;

export interface Shown {
  readonly uri: string;
  readonly fileName: string;
  readonly answer: TimelineAnswer;
}

/** Everything that controls and panels may read and do. */
export class Page {
  readonly chart = new Chart();
  readonly model = new Model();
  readonly scheduler = new RedrawScheduler((parts) => this.draw(parts));
  private readonly live = new Live();
  words: Words = {};
  shown: Shown | undefined;
  /** The last answer that had a pod and whose text was not broken; drawn while the text is broken. */
  private good: TimelineAnswer | undefined;
  scene: Scene | undefined;
  cursorLine: number | null = null;
  /** The event that was chosen, as long as the scrubber stays on it: several may share a moment. */
  private chosen: number | undefined;
  /** What an applied advice has gained, said once: in the sentence of the next scene. */
  private gain: { readonly text: string; readonly before: PodPlan | undefined; scene?: Scene } | undefined;
  /** Lane chosen by the arrow keys. */
  lane: string | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;
  /** Run and probe that the behaviour controls speak of, by container. */
  readonly knobScope = new Map<string, string>();

  constructor(
    readonly host: Host,
    public view: ViewState,
  ) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styleSheet(pagePalette()));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    this.chart.observe(() => this.scheduler.ask('all'));
  }

  say(id: string, values: Readonly<Record<string, string | number>> = {}): string {
    return say(this.words, id, values);
  }

  receive(message: ToPage): void {
    if (message.type === 'words') {
      this.words = message.words;
      document.documentElement.lang = message.locale;
    } else if (message.type === 'cursor') {
      this.cursorLine = message.line;
      this.scheduler.ask('lit');
      return;
    } else if (message.type === 'scenario') this.setCustom(message.scenario);
    else this.show(message);
    this.scheduler.ask('all');
  }

  private show({ uri, fileName, answer, pinned }: Extract<ToPage, { type: 'show' }>): void {
    const other = this.shown?.uri !== uri;
    this.shown = { uri, fileName, answer };
    if (answer.plan !== undefined && answer.brokenLine === undefined) this.good = answer;
    else if (other || (answer.brokenLine === undefined && answer.pods.length === 0)) {
      this.good = answer.plan === undefined ? undefined : answer;
    }
    const pod = answer.selected >= 0 ? { pod: answer.selected } : {};
    this.setView({ uri, pinned, ...pod });
  }

  /** The answer that is drawn: the present one, or the last good one while the text is broken. */
  get drawn(): TimelineAnswer | undefined {
    return this.good ?? this.shown?.answer;
  }

  get podView(): PodView {
    return podView(this.view, this.drawn === undefined ? '' : podKey(this.drawn));
  }

  setView(change: Partial<ViewState>): void {
    this.view = { ...this.view, ...change };
    this.host.keep(this.view);
    this.scheduler.ask('all');
  }

  setPodView(change: Partial<PodView>, part: 'all' | 'moment' = 'all'): void {
    const key = this.drawn === undefined ? '' : podKey(this.drawn);
    this.view = { ...this.view, pods: { ...this.view.pods, [key]: { ...this.podView, ...change } } };
    this.host.keep(this.view);
    this.scheduler.ask(part);
  }

  chooseScenario(id: string): void {
    const { momentMs: _moment, ...rest } = this.podView;
    const fresh: PodView = { ...rest, scenarioId: id, zoom: FIT, openedFoldsMs: [], adviceIndex: 0 };
    const custom = id === 'custom' && rest.custom === undefined ? { custom: this.scene?.scenario } : {};
    const key = this.scene?.key ?? '';
    this.setView({ pods: { ...this.view.pods, [key]: { ...fresh, ...custom } as PodView } });
  }

  /** The reader changed the app's behaviour: the scenario becomes a custom one. */
  setCustom(scenario: Scenario): void {
    this.setPodView({ scenarioId: 'custom', custom: scenario });
  }

  get momentMs(): number {
    const chosen = this.podView.momentMs;
    const end = this.scene?.drawing.picture.endMs ?? 0;
    return chosen === undefined ? (this.tellingMoment() ?? 0) : Math.min(chosen, end);
  }

  /** Where the scrubber stands at first: the stop signal, else the first trouble, else the moment of being ready. */
  private tellingMoment(): number | undefined {
    const told = this.scene?.drawing.picture.told ?? [];
    const signal = told.find(({ event }) => event?.event === 'signal');
    const trouble = told.find(({ event }) => event?.event === 'container.exited' && event.exitCode !== 0);
    const ready = told.find(
      ({ event }) => event?.event === 'pod.condition' && event.kind === 'Ready' && event.state === 'True',
    );
    const held = told.filter(({ event }) => event?.reason === 'CrashLoopBackOff');
    const shown = held[held.length >> 1];
    const end = told.find(
      ({ event }) => event?.event === 'pod.phase' && (event.state === 'Succeeded' || event.state === 'Failed'),
    );
    return (signal ?? shown ?? trouble ?? end ?? ready ?? told[told.length - 1])?.atMs;
  }

  /** The event at the scrubber. */
  get selected(): number | undefined {
    const picture = this.scene?.drawing.picture;
    if (picture === undefined) return undefined;
    const { chosen } = this;
    if (chosen !== undefined && picture.told[chosen]?.atMs === this.momentMs) return chosen;
    return lastTold(picture, this.momentMs);
  }

  setMoment(ms: number): void {
    this.chosen = undefined;
    const end = this.scene?.drawing.picture.endMs ?? 0;
    this.setPodView({ momentMs: Math.min(Math.max(0, ms), end) }, 'moment');
  }

  /** Moves to an event: cursor there and, on request, its line in the editor. */
  goTo(index: number, reveal: boolean): void {
    const told = this.scene?.drawing.picture.told[index];
    if (told === undefined) return;
    this.chosen = index;
    const zoom = this.chart.showing(told.atMs);
    this.setPodView(
      { momentMs: told.atMs, ...(zoom === undefined ? {} : { zoom }) },
      zoom === undefined ? 'moment' : 'all',
    );
    if (reveal && told.cause !== undefined) this.host.send({ type: 'reveal', path: told.cause, focus: false });
  }

  get advice(): readonly Advice[] {
    return this.scene === undefined ? [] : this.model.advice(this.scene, this.view, this.words);
  }

  get chosenAdvice(): Advice | undefined {
    const { advice } = this;
    return advice[Math.min(this.podView.adviceIndex, advice.length - 1)];
  }

  /** Remembers the gain of an advice that is being applied. */
  announceGain(advice: Advice): void {
    const text = /\[([^\]]*)\]/.exec(advice.text)?.[1];
    if (text !== undefined) this.gain = { text, before: this.scene?.plan };
  }

  /** The gain, for the first scene after the edit; gone with the next one. */
  gainFor(scene: Scene): string | undefined {
    const { gain } = this;
    if (gain === undefined || scene.plan === gain.before) return undefined;
    gain.scene ??= scene;
    return gain.scene.plan === scene.plan ? gain.text : undefined;
  }

  private draw(parts: ReadonlySet<Part>): void {
    if (Object.keys(this.words).length === 0 || this.shown === undefined) return;
    if (parts.has('all')) this.drawAll();
    if (this.scene === undefined) return;
    if (parts.has('advice')) this.drawAdviceOf(this.scene);
    if (parts.has('all') || parts.has('moment')) this.drawMoment(this.scene);
    this.drawLit(this.scene);
  }

  private drawAll(): void {
    const { drawn } = this;
    this.scene = drawn === undefined ? undefined : this.model.scene(drawn, this.view, this.words);
    document.body.classList.toggle('empty', this.scene === undefined);
    document.body.classList.toggle('stale', this.scene !== undefined && this.shown?.answer !== drawn);
    document.body.classList.toggle('refused', this.shown?.answer.refusal !== undefined);
    this.nameThings();
    drawNotice(this);
    drawToolbar(this);
    if (this.scene === undefined) return;
    drawSummary(this, this.scene);
    drawBehaviour(this, this.scene);
    byId('chart').hidden = false;
    byId('lanesBox').hidden = this.view.table;
    byId('rulerBox').hidden = this.view.table;
    this.chart.render({
      picture: this.scene.drawing.picture,
      words: this.words,
      fold: this.view.fold,
      openedFoldsMs: this.podView.openedFoldsMs,
      zoom: this.podView.zoom,
      comparison: this.comparisonOf(this.scene),
    });
    drawTable(this, this.scene);
    drawFooter(this, this.scene);
    this.askForRanges(this.scene);
    if (this.model.hasAdvice(this.scene)) this.drawAdviceOf(this.scene);
    else setTimeout(() => this.scheduler.ask('advice'));
  }

  /** The overlay of the chosen advice; only once advice has been worked out, which happens after the picture stands. */
  private comparisonOf(scene: Scene): Comparison | undefined {
    if (!this.view.compare || !this.model.hasAdvice(scene)) return undefined;
    const { chosenAdvice } = this;
    return chosenAdvice === undefined ? undefined : this.model.comparison(scene, chosenAdvice, this.words);
  }

  private drawAdviceOf(scene: Scene): void {
    const known = this.model.hasAdvice(scene);
    drawAdvice(this, scene);
    if (!known && this.view.compare) this.scheduler.ask('all');
  }

  /** Best and worst case, once the reader has rested for a moment. */
  private askForRanges(scene: Scene): void {
    clearTimeout(this.rest);
    if (!this.model.wantsRanges(scene, this.view)) return;
    this.rest = setTimeout(() => {
      if (this.scene !== scene) return;
      this.model.workOutRanges(scene, this.view);
      this.scheduler.ask('all');
    }, REST_MS);
  }

  /** Names for those who hear the page. */
  private nameThings(): void {
    byId('scrubber').setAttribute('aria-label', this.say('ui.scrubber'));
    byId('chart').setAttribute('aria-label', this.say('ui.chart'));
    byId('toolbar').setAttribute('aria-label', this.say('ui.chart'));
    byId('lanes').setAttribute('aria-label', this.say('ui.chart'));
  }

  private drawMoment(scene: Scene): void {
    const ms = this.momentMs;
    this.chart.setMoment(ms, this.words);
    const index = this.selected;
    const told = index === undefined ? undefined : scene.drawing.picture.told[index];
    const scrubber = byId('scrubber');
    scrubber.setAttribute('aria-valuemin', '0');
    scrubber.setAttribute('aria-valuemax', String(scene.drawing.picture.endMs));
    scrubber.setAttribute('aria-valuenow', String(Math.round(ms)));
    const text = this.say('told.sentence', { at: exactInstant(this.words, ms), text: told?.text ?? '' });
    scrubber.setAttribute('aria-valuetext', text);
    const status = drawKubectl(this, scene, ms);
    drawWhy(this, scene, index);
    drawEvents(this, scene, ms);
    this.live.say(`${told?.text ?? ''}. ${status}`);
  }

  private drawLit(scene: Scene): void {
    const { picture } = scene.drawing;
    const path = this.cursorLine === null ? undefined : pathAtLine(scene.lines, this.cursorLine);
    const subject = path === undefined ? undefined : subjectOf(path);
    const caused = subject === undefined ? { lanes: [], told: [] } : causedBy(picture.lanes, picture.told, subject);
    this.chart.light({ ...caused, lane: this.lane, selected: this.selected });
  }
}
