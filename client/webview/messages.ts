// What the page and its host say to each other: unions of whole states down and of intents up, with their validators.
// A message that does not validate is dropped by both sides.
import type { FieldEdit, TimelineAnswer } from '../../server/src/protocol';
import type { Scenario } from '../../server/src/simulation/scenario';

/** Host to page. Every message is a whole state, so that a lost or repeated one does no harm. */
export type ToPage =
  | { readonly type: 'words'; readonly words: Readonly<Record<string, string>>; readonly locale: string }
  | {
      readonly type: 'show';
      readonly uri: string;
      readonly fileName: string;
      readonly pinned: boolean;
      readonly answer: TimelineAnswer;
    }
  | { readonly type: 'cursor'; readonly line: number | null }
  /** A scenario from a link that somebody opened. */
  | { readonly type: 'scenario'; readonly scenario: Scenario };

/** Page to host. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly path: string; readonly focus: boolean }
  /** The mark under the pointer: its line is highlighted, null ends that. */
  | { readonly type: 'point'; readonly path: string | null }
  | { readonly type: 'choosePod'; readonly index: number }
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'applyEdit'; readonly edits: readonly FieldEdit[] }
  | { readonly type: 'writeScenario'; readonly scenario: Scenario | null }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'copyLink'; readonly scenario: Scenario }
  | { readonly type: 'save'; readonly name: string; readonly text: string; readonly base64: boolean }
  | { readonly type: 'sample' };

/** What the page keeps over a reload and the host needs to bring a panel back. */
export interface PanelState {
  readonly uri: string;
  readonly pod?: number;
  readonly pinned: boolean;
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isString = (value: unknown): value is string => typeof value === 'string';
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isIndex = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isPath = (value: unknown): boolean => isString(value) && value.length < 500;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const orNull = (check: (value: unknown) => boolean) => (value: unknown) => value === null || check(value);

const FROM_PAGE: Readonly<Record<FromPage['type'], Shape>> = {
  ready: {},
  reveal: { path: isPath, focus: isBoolean },
  point: { path: orNull(isPath) },
  choosePod: { index: isIndex },
  pin: { pinned: isBoolean },
  applyEdit: {
    edits: (value) => Array.isArray(value) && value.length > 0 && value.length <= 10 && value.every(isFieldEdit),
  },
  writeScenario: { scenario: orNull(isScenario) },
  copy: { text: isString },
  copyLink: { scenario: isScenario },
  save: { name: isFileName, text: isString, base64: isBoolean },
  sample: {},
};

const TO_PAGE: Readonly<Record<ToPage['type'], Shape>> = {
  words: { words: (value) => isRecord(value) && Object.values(value).every(isString), locale: isString },
  show: { uri: isString, fileName: isString, pinned: isBoolean, answer: isAnswer },
  cursor: { line: orNull(isIndex) },
  scenario: { scenario: isScenario },
};

/** The message when it is one that a page may send. */
export function fromPage(value: unknown): FromPage | undefined {
  return isMessage(value, FROM_PAGE) ? (value as unknown as FromPage) : undefined;
}

/** The message when it is one that a host may send. */
export function toPage(value: unknown): ToPage | undefined {
  return isMessage(value, TO_PAGE) ? (value as unknown as ToPage) : undefined;
}

/** The state of a panel that VS Code hands back after a reload. */
export function panelState(value: unknown): PanelState | undefined {
  if (!isRecord(value) || !isString(value.uri)) return undefined;
  const pod = value.pod;
  return { uri: value.uri, pinned: value.pinned === true, ...(isIndex(pod) ? { pod } : {}) };
}

function isMessage(value: unknown, shapes: Readonly<Record<string, Shape>>): boolean {
  if (!isRecord(value) || !isString(value.type) || !Object.hasOwn(shapes, value.type)) return false;
  return Object.entries(shapes[value.type]!).every(([name, check]) => check(value[name]));
}

function isFieldEdit(value: unknown): boolean {
  if (!isRecord(value) || !isPath(value.path)) return false;
  if (value.op === 'set') return isString(value.raw) && value.raw.length < 200 && !value.raw.includes('\n');
  return value.op === 'add' && isString(value.block) && value.block.length < 2000;
}

/** A scenario as far as the engine must be able to rely on it. */
export function isScenario(value: unknown): value is Scenario {
  if (!isRecord(value) || !isRecord(value.behaviour)) return false;
  if (!Object.values(value.behaviour).every(isRecord)) return false;
  const { deleteAt, until } = value;
  return orNull((at) => typeof at === 'number' && at >= 0)(deleteAt) && typeof until === 'number' && until > 0;
}

function isFileName(value: unknown): boolean {
  return isString(value) && /^[\w .()-]{1,120}$/.test(value);
}

function isAnswer(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value.pods) && typeof value.selected === 'number' && isRecord(value.lines);
}
