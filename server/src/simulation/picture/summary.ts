// The sentence on top and the spans it speaks of. It says what happens, then the number, then the cause.
import type { Scene } from './containerLane';
import type { Facts } from './facts';
import type { Headline, Measure, MeasureId, Phrase, Tone } from './picture';
import { duration, say, setting, span, type Values } from './words';

/** Best and worst case of the numbers in the sentence, over all phases of the node. Milliseconds from best to worst. */
export interface Ranges {
  readonly ready?: readonly [number, number];
  readonly down?: readonly [number, number];
  readonly deletion?: readonly [number, number];
  readonly refused?: readonly [number, number];
}

export interface Summary {
  readonly headline: Headline;
  readonly measures: readonly Measure[];
}

interface Draft {
  readonly scene: Scene;
  readonly ranges: Ranges;
  readonly phrases: Phrase[];
  readonly measures: Measure[];
  tone: Tone;
}

/** The sentence and its measures. */
export function summaryOf(scene: Scene, facts: Facts, ranges: Ranges = {}): Summary {
  const draft: Draft = { scene, ranges, phrases: [], measures: [], tone: 'good' };
  if (facts.hookFailure !== undefined) hookFailure(draft, facts);
  else if (facts.startupKill !== undefined) startupKill(draft, facts);
  else if (facts.crash !== undefined) crash(draft, facts);
  else if (facts.outage !== undefined) outage(draft, facts);
  else ready(draft, facts);
  ending(draft, facts);
  traffic(draft, facts);
  return { headline: { tone: draft.tone, phrases: joined(draft) }, measures: draft.measures };
}

/** Sentences are joined with the language's own space. */
function joined({ phrases, scene }: Draft): readonly Phrase[] {
  const space = scene.words['sentence.space'] ?? ' ';
  // Chinese joins the clauses with semicolons; the last one ends the sentence.
  const last = phrases[phrases.length - 1];
  if (last?.text.endsWith('；')) phrases[phrases.length - 1] = { ...last, text: `${last.text.slice(0, -1)}。` };
  return phrases.map((phrase) => (phrase.text === '\u0000' ? { text: space } : phrase));
}

/** Writes a template whose `[...]` parts are numbers that light a measure. */
function write(draft: Draft, id: string, values: Values, measure?: MeasureId): void {
  if (draft.phrases.length > 0) draft.phrases.push({ text: '\u0000' });
  const text = say(draft.scene.words, `sum.${id}`, values);
  for (const part of text.split(/(\[[^\]]*\])/)) {
    if (part === '') continue;
    if (!part.startsWith('[')) draft.phrases.push({ text: part });
    else draft.phrases.push({ text: part.slice(1, -1), strong: true, ...(measure === undefined ? {} : { measure }) });
  }
}

function measure(draft: Draft, id: MeasureId, fromMs: number, toMs: number, word: string): void {
  const long = say(draft.scene.words, `measure.${id}`, { time: word });
  draft.measures.push({ id, fromMs, toMs, labels: [long, word] });
}

function timeOf(draft: Draft, id: keyof Ranges, ms: number): string {
  const range = draft.ranges[id];
  return range === undefined ? duration(draft.scene.words, ms) : span(draft.scene.words, range[0], range[1]);
}

function ready(draft: Draft, facts: Facts): void {
  const { firstReadyMs } = facts;
  if (facts.completedMs !== undefined && draft.scene.plan.restartPolicy !== 'Always') return;
  if (firstReadyMs === undefined) {
    neverReady(draft);
    return;
  }
  const word = timeOf(draft, 'ready', firstReadyMs);
  if (facts.unasked && firstReadyMs < 200) write(draft, 'atOnce', {});
  else {
    write(draft, facts.unasked ? 'readyUnasked' : 'ready', { time: word }, 'ready');
    measure(draft, 'ready', 0, firstReadyMs, duration(draft.scene.words, firstReadyMs));
  }
}

function neverReady(draft: Draft): void {
  draft.tone = 'bad';
  const until = duration(draft.scene.words, draft.scene.endMs, true);
  write(draft, 'neverReady', { time: until });
}

function hookFailure(draft: Draft, facts: Facts): void {
  const { container, afterMs, times } = facts.hookFailure!;
  const { words, endMs } = draft.scene;
  draft.tone = 'bad';
  write(draft, 'hookFails', {
    container,
    after: duration(words, afterMs),
    times,
    restarts: facts.restarts,
    time: duration(words, endMs, true),
  });
}

function startupKill(draft: Draft, facts: Facts): void {
  const kill = facts.startupKill!;
  const { words } = draft.scene;
  draft.tone = 'bad';
  const values = {
    container: kill.container.name,
    probe: say(words, `probe.${kill.kind}`),
    allowed: duration(words, kill.allowedMs),
    kills: kill.kills,
  };
  if (kill.needsMs === undefined) write(draft, 'killedNeverAnswers', values, 'run');
  else write(draft, 'killedWhileStarting', { ...values, needs: duration(words, kill.needsMs) }, 'run');
  const run = draft.scene.trace.events.find(
    (event) => event.event === 'container.started' && event.container === kill.container.name,
  );
  if (run !== undefined) measure(draft, 'run', run.atMs, run.atMs + kill.allowedMs, duration(words, kill.allowedMs));
}

function crash(draft: Draft, facts: Facts): void {
  const loop = facts.crash!;
  const { words } = draft.scene;
  const first = loop.runs[0]!;
  draft.tone = 'bad';
  const values = {
    container: loop.container.name,
    code: loop.code,
    after: duration(words, first.exitedMs! - first.startedMs),
    restarts: facts.restarts,
    time: duration(words, draft.scene.endMs, true),
    first: duration(words, roundWait(loop.firstWaitMs), true),
    last: duration(words, roundWait(loop.lastWaitMs), true),
  };
  const kind = loop.oom ? 'oom' : 'crash';
  write(draft, `${kind}${loop.everyTime ? 'Loop' : 'Once'}`, values, 'run');
  if (facts.restarts === 0) return;
  if (!loop.everyTime) {
    const again = draft.scene.trace.events.find(
      (event) =>
        event.event === 'container.started' && event.container === loop.container.name && event.atMs > first.exitedMs!,
    );
    if (again === undefined) return;
    const word = duration(words, again.atMs - first.exitedMs!);
    write(draft, 'restartedAfter', { time: word }, 'down');
    measure(draft, 'down', first.exitedMs!, again.atMs, word);
  } else if (loop.lastWaitMs > loop.firstWaitMs) write(draft, 'restartsGrowing', values, 'backoff');
  else write(draft, facts.restarts === 1 ? 'restart' : 'restarts', values, 'backoff');
}

function roundWait(ms: number): number {
  const nominal = [10_000, 20_000, 40_000, 80_000, 160_000, 300_000].find(
    (step) => ms >= step - 100 && ms - step < 1700,
  );
  return nominal ?? ms;
}

function outage(draft: Draft, facts: Facts): void {
  const hang = facts.outage!;
  const { words } = draft.scene;
  draft.tone = 'bad';
  const values = { container: hang.container.name, at: duration(words, hang.hungMs) };
  if (hang.againMs === undefined) {
    write(draft, hang.noticedMs === undefined ? 'hangsUnnoticed' : 'hangsForGood', values, 'down');
    return;
  }
  const down = timeOf(draft, 'down', hang.againMs - hang.hungMs);
  if (hang.noticedMs === undefined || hang.noticedMs > hang.againMs)
    write(draft, 'hangsRecovers', { ...values, down }, 'down');
  else {
    const notice = duration(words, hang.noticedMs - hang.hungMs);
    const grace = duration(words, hang.againMs - hang.noticedMs, true);
    const id = `${hang.killed ? 'hangsKilled' : 'hangsRestarted'}${down.includes('–') ? '.range' : ''}`;
    write(draft, id, { ...values, down, notice, grace }, 'down');
  }
  measure(draft, 'down', hang.hungMs, hang.againMs, duration(words, hang.againMs - hang.hungMs));
}

function ending(draft: Draft, facts: Facts): void {
  const { words } = draft.scene;
  if (facts.completedMs !== undefined) {
    const values = { time: duration(words, facts.completedMs), reason: facts.phaseReason ?? '' };
    if (facts.phase === 'Failed') draft.tone = 'bad';
    write(
      draft,
      facts.phase === 'Succeeded' ? 'succeeds' : facts.phaseReason === undefined ? 'fails' : 'failsBecause',
      values,
      facts.phase === 'Succeeded' ? 'done' : 'failed',
    );
    measure(draft, facts.phase === 'Succeeded' ? 'done' : 'failed', 0, facts.completedMs, values.time);
    return;
  }
  const deletion = facts.deletion;
  if (deletion === undefined) return;
  const grace = setting(words, deletion.graceMs / 1000);
  if (deletion.goneMs === undefined) {
    write(draft, 'deletionGoesOn', { grace });
    return;
  }
  const took = timeOf(draft, 'deletion', deletion.goneMs - deletion.requestedMs);
  measure(
    draft,
    'deletion',
    deletion.requestedMs,
    deletion.goneMs,
    duration(words, deletion.goneMs - deletion.requestedMs),
  );
  if (deletion.killed.length === 0) write(draft, 'deletion', { time: took, grace }, 'deletion');
  else {
    if (draft.tone === 'good') draft.tone = 'warn';
    const container = deletion.killed.join(words['list.join'] ?? ', ');
    write(draft, 'deletionKilled', { time: took, grace, container }, 'deletion');
  }
}

function traffic(draft: Draft, facts: Facts): void {
  const { words, trace, plan } = draft.scene;
  if (plan.restartPolicy !== 'Always' || facts.firstReadyMs === undefined) return;
  const lost = facts.refusedMs + facts.unansweredMs;
  if (lost < 50) {
    const deleted = trace.events.some((event) => event.event === 'api.delete');
    if (deleted || facts.restarts > 0) write(draft, 'noneRefused', {});
    return;
  }
  if (draft.tone === 'good') draft.tone = 'warn';
  const refused = timeOf(draft, 'refused', facts.refusedMs);
  if (facts.unansweredMs >= 50) write(draft, 'unanswered', { time: duration(words, facts.unansweredMs) });
  if (facts.refusedMs >= 50)
    write(draft, facts.refusedAtEndMs >= 50 ? 'refusedAtEnd' : 'refused', { time: refused }, 'refused');
}
