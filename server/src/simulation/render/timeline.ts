// One call from a pod to a finished timeline in any of the written forms: for the CLI and for documents.
import { draw } from '../picture/build';
import type { Picture } from '../picture/picture';
import type { Words } from '../picture/words';
import type { PodPlan } from '../plan';
import type { Scenario } from '../scenario';
import { simulate } from '../simulate';
import { renderMarkdown } from './markdown';
import { renderMermaid } from './mermaid';
import { renderSvg } from './svg';
import { renderText } from './text';

export const TIMELINE_FORMATS = ['text', 'svg', 'markdown', 'mermaid'] as const;
export type TimelineFormat = (typeof TIMELINE_FORMATS)[number];

export interface TimelineRequest {
  readonly plan: PodPlan;
  readonly scenario: Scenario;
  readonly words: Words;
  /** Columns of the terminal, for `text`. */
  readonly columns?: number;
  /** ANSI colours, for `text`. */
  readonly colors?: boolean;
}

/** Plays the pod and writes its timeline. */
export function renderTimeline(request: TimelineRequest, format: TimelineFormat): string {
  const { plan, scenario, words } = request;
  const { picture } = draw({ trace: simulate(plan, scenario), plan, scenario, words });
  return RENDERERS[format](picture, request);
}

const RENDERERS: Readonly<Record<TimelineFormat, (picture: Picture, request: TimelineRequest) => string>> = {
  text: (picture, { words, columns = 100, colors = false }) => renderText(picture, words, { columns, colors }),
  svg: (picture, { words }) => `${renderSvg(picture, words)}\n`,
  markdown: (picture, { words }) => renderMarkdown(picture, words),
  mermaid: (picture, { words }) => renderMermaid(picture, words),
};
