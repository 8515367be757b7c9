// Pods and words that the tests of the timeline view share.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Advice } from '../../../server/src/simulation/picture/advice';
import { adviceFor } from '../../../server/src/simulation/picture/advice';
import { type Drawing, draw } from '../../../server/src/simulation/picture/build';
import type { Words } from '../../../server/src/simulation/picture/words';
import type { PodPlan } from '../../../server/src/simulation/plan';
import { planOf } from '../../../server/src/simulation/planOf';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { simulate } from '../../../server/src/simulation/simulate';

function read(language: string, name: string): Words {
  const file = path.join(import.meta.dirname, '../../../schemas/texts', language, `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Words;
}

export const WORDS: Readonly<Record<'en' | 'zh-cn', Words>> = {
  en: { ...read('en', 'why'), ...read('en', 'timeline') },
  'zh-cn': { ...read('zh-cn', 'why'), ...read('zh-cn', 'timeline') },
};

export const TIMELINE_WORDS = { en: read('en', 'timeline'), 'zh-cn': read('zh-cn', 'timeline') };

const http = { httpGet: { path: '/', port: 8080 } };

const pod = (spec: object, name = 'web'): PodPlan => planOf({ metadata: { name }, spec });

/** Plans by what is special about them. */
export const PLANS: Readonly<Record<string, PodPlan>> = {
  bare: pod({ containers: [{ name: 'main', image: 'a' }] }),
  liveness: pod({ containers: [{ name: 'main', image: 'a', livenessProbe: http }] }),
  web: pod({
    terminationGracePeriodSeconds: 30,
    containers: [
      {
        name: 'main',
        image: 'a',
        startupProbe: { ...http, periodSeconds: 5, failureThreshold: 12 },
        readinessProbe: { ...http, periodSeconds: 5, failureThreshold: 2 },
        livenessProbe: { ...http, periodSeconds: 10 },
        lifecycle: { preStop: { sleep: { seconds: 5 } } },
      },
    ],
  }),
  sidecar: pod({
    initContainers: [
      { name: 'proxy', image: 'p', restartPolicy: 'Always', startupProbe: { ...http, periodSeconds: 1 } },
      { name: 'migrate', image: 'm' },
    ],
    containers: [
      { name: 'main', image: 'a', readinessProbe: http, lifecycle: { preStop: { exec: { command: ['x'] } } } },
      { name: 'helper', image: 'h', lifecycle: { postStart: { exec: { command: ['x'] } } } },
    ],
  }),
  job: pod({ restartPolicy: 'Never', containers: [{ name: 'work', image: 'w' }] }, 'job'),
  zeroGrace: pod({ terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'a' }] }),
  empty: pod({ containers: [] }),
};

/** The picture of a pod in a scenario. */
export function drawingOf(plan: PodPlan, scenario: Scenario, language: 'en' | 'zh-cn' = 'en'): Drawing {
  return draw({ trace: simulate(plan, scenario), plan, scenario, words: WORDS[language] });
}

export function adviceOn(plan: PodPlan, scenario: Scenario, language: 'en' | 'zh-cn' = 'en'): readonly Advice[] {
  return adviceFor({ plan, scenario, before: drawingOf(plan, scenario, language), words: WORDS[language], simulate });
}

/** The sentence as plain text. */
export function sentenceOf({ picture }: Drawing): string {
  return picture.headline.phrases
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u00a0', ' ');
}

export const scenario = (change: Partial<Scenario>): Scenario => ({
  behaviour: {},
  deleteAt: null,
  until: 120,
  ...change,
});
