// A timeline as a Mermaid Gantt chart: lanes as sections, bars and turning points as tasks. Seconds on the axis.
import type { Lane, Mark, Picture } from '../picture/picture';
import type { Words } from '../picture/words';

/** The most tasks of one lane; a crash loop of days would otherwise drown the chart. */
const MOST_TASKS = 40;

/** Mermaid source. */
export function renderMermaid(picture: Picture, _words: Words): string {
  const sections = picture.lanes.flatMap((lane) => section(lane, picture));
  const title = picture.headline.phrases.map(({ text }) => text).join('');
  return [
    'gantt',
    `  title ${plain(`${picture.name}: ${title}`)}`,
    '  dateFormat x',
    '  axisFormat %M:%S',
    ...sections,
    '',
  ].join('\n');
}

function section(lane: Lane, picture: Picture): readonly string[] {
  const tasks = [
    ...lane.bars.map((bar) => ({
      fromMs: bar.fromMs,
      line: task(bar.labels[0] ?? lane.title, statusOf(bar.look), bar.fromMs, Math.min(bar.toMs, picture.endMs)),
    })),
    ...lane.wires
      .filter(({ look, labels }) => look === 'bad' || labels.length > 0)
      .map((wire) => ({
        fromMs: wire.fromMs,
        line: task(wire.labels[0] ?? '✕', wire.look === 'bad' ? 'crit, ' : '', wire.fromMs, wire.toMs),
      })),
    ...lane.marks
      .filter((mark) => !mark.routine && mark.shape !== 'wouldKill')
      .map((mark) => ({ fromMs: mark.atMs, line: milestone(mark, picture, lane) })),
  ];
  if (tasks.length === 0) return [];
  const name = lane.container === undefined || lane.depth === 0 ? lane.title : `${lane.container} ${lane.title}`;
  const lines = tasks
    .sort((a, b) => a.fromMs - b.fromMs)
    .slice(0, MOST_TASKS)
    .map(({ line }) => line);
  return [`  section ${plain(name)}`, ...lines];
}

const CRITICAL = new Set(['silent', 'refused', 'failed']);
const ACTIVE = new Set(['answering', 'served', 'inService', 'ready']);

function statusOf(look: string): string {
  if (CRITICAL.has(look)) return 'crit, ';
  return ACTIVE.has(look) ? 'active, ' : '';
}

function task(name: string, status: string, fromMs: number, toMs: number): string {
  return `    ${plain(name)} :${status}${Math.round(fromMs)}, ${Math.max(1, Math.round(toMs - fromMs))}ms`;
}

function milestone(mark: Mark, picture: Picture, lane: Lane): string {
  const told = mark.told === undefined ? undefined : picture.told[mark.told];
  const bad = mark.shape === 'crossDisc' || mark.shape === 'exitBad' || mark.shape === 'kill';
  return `    ${plain(told?.text ?? mark.labels[0] ?? lane.title)} :${bad ? 'crit, ' : ''}milestone, ${Math.round(mark.atMs)}, 0ms`;
}

/** Colons, commas and hashes end a task's name in Mermaid. */
function plain(text: string): string {
  return text
    .replace(/[:;#,\n]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
