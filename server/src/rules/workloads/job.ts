// Job (ValidateJobCreate, batch/validation/validation.go, 1.37), labels and selector generation included.
import {
  ensureObject,
  type Fields,
  isSet,
  maybeBoolean,
  maybeNumber,
  objectOf,
  textMapOf,
  textOf,
} from '../../kubernetes/fields';
import { selectorMatches } from '../../kubernetes/labels';
import { isDNS1123Label } from '../../kubernetes/names';
import { removeField, setTo } from '../fixes';
import { required } from '../kinds/report';
import { selectorIsUsable, selectorOf } from '../kinds/selector';
import { checkLabelSelector, effectiveName } from '../metadata';
import type { CheckContext } from '../rule';
import { jobRules } from './jobRules';
import { checkJobSpec } from './jobSpec';
import { checkTemplateLabels } from './template';

/** Stands for the random UID that the server gives the object before it writes it into labels and selector. */
export const OBJECT_UID = '00000000-0000-4000-8000-000000000000';

const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];
const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const UID_LABEL = 'batch.kubernetes.io/controller-uid';

/** Fills in the labels and selector the server generates (generateSelector, registry/batch/job/strategy.go, 1.37). */
export function prepareJob(job: Fields): void {
  const spec = ensureObject(job, 'spec');
  if (maybeBoolean(spec, 'manualSelector') === true) return;
  const labels = ensureObject(ensureObject(ensureObject(spec, 'template'), 'metadata'), 'labels');
  const name = effectiveName(objectOf(job, 'metadata'));
  for (const label of NAME_LABELS) if (!Object.hasOwn(labels, label)) labels[label] = name;
  for (const label of UID_LABELS) if (!Object.hasOwn(labels, label)) labels[label] = OBJECT_UID;
  const matchLabels = ensureObject(ensureObject(spec, 'selector'), 'matchLabels');
  if (!Object.hasOwn(matchLabels, UID_LABEL)) matchLabels[UID_LABEL] = OBJECT_UID;
}

/** Checks a Job whose defaults and generated labels are filled in. */
export function checkJob(job: Fields, ctx: CheckContext): void {
  const spec = objectOf(job, 'spec');
  checkGeneratedSelector(job, spec, ctx);
  checkJobSpec(spec, 'spec', ctx);
  checkSelector(spec, ctx);
  checkPodName(effectiveName(objectOf(job, 'metadata')), spec, ctx);
}

function checkGeneratedSelector(job: Fields, spec: Fields, ctx: CheckContext): void {
  if (maybeBoolean(spec, 'manualSelector') === true || !isSet(spec, 'selector')) return;
  const name = effectiveName(objectOf(job, 'metadata'));
  const labels = textMapOf(objectOf(objectOf(spec, 'template'), 'metadata'), 'labels');
  const expected: Record<string, string> = {};
  for (const label of NAME_LABELS) expected[label] = name;
  for (const label of UID_LABELS) expected[label] = OBJECT_UID;
  for (const [key, value] of Object.entries(expected)) {
    if (labels[key] === value) continue;
    const path = `spec.template.metadata.labels[${key}]`;
    ctx.report(jobRules.labelGenerated, path, { key, value: labels[key] ?? '' }, { fixes: [removeField(path, true)] });
  }
  const selector = selectorOf(objectOf(spec, 'selector'));
  if (selectorIsUsable(selector) && !selectorMatches(selector, expected)) {
    const fixes = [removeField('spec.selector', true)];
    ctx.report(jobRules.selectorGenerated, 'spec.selector', undefined, { fixes });
  }
}

function checkSelector(spec: Fields, ctx: CheckContext): void {
  const selector = isSet(spec, 'selector') ? selectorOf(objectOf(spec, 'selector')) : undefined;
  if (selector === undefined) required('spec.selector', ctx);
  else checkLabelSelector(selector, 'spec.selector', ctx);
  if (selector !== undefined && !selectorIsUsable(selector)) return;
  checkTemplateLabels(selector, objectOf(spec, 'template'), 'spec.template', ctx);
}

/** Pods of an Indexed Job are called `<job>-<index>`; the longest such name must be a DNS label. */
function checkPodName(name: string, spec: Fields, ctx: CheckContext): void {
  const completions = maybeNumber(spec, 'completions') ?? 0;
  if (textOf(spec, 'completionMode') !== 'Indexed' || completions <= 0) return;
  const longest = `${name}-${completions - 1}`;
  if (isDNS1123Label(longest)) return;
  const short = name.replaceAll('.', '-').slice(0, 63 - (longest.length - name.length));
  const fixes = isDNS1123Label(short) ? [setTo('metadata.name', short)] : [];
  ctx.report(jobRules.podNameTooLong, 'metadata.name', { value: name, podName: longest }, { fixes });
}
