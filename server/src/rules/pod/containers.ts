// Containers of a pod: app, init (and sidecars) and ephemeral ones: names, images, restart policies, and the calls to the
// rules of their parts (validateContainers, validateInitContainers, validateEphemeralContainers, core/validation, 1.37).
import { isDNS1123Label, toDNS1123Label } from '../../kubernetes/names';
import { isSidecar } from '../../kubernetes/podResources';
import type { Container, EphemeralContainer, PodSpec } from '../../kubernetes/types';
import { addBlock, addField, nearest, removeField, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkKnown, checkRequiredKnown, unsupported } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { checkEnv, checkEnvFrom } from './env';
import { enabled } from './gates';
import { checkVolumeDevices, checkVolumeMounts, type KnownVolumes } from './mounts';
import { checkContainerPorts, checkHostPortConflicts } from './ports';
import { checkProbesAndLifecycle, fieldsOfSidecarsOnly } from './probes';
import { checkResizePolicy, checkResourceRequirements } from './resources';
import { checkSecurityContext } from './security';
import { PULL_POLICIES } from './volumes';

export const containerRules = ruleTable('container', {
  containersRequired: { id: 'containers-required', type: 'FieldValueRequired', path: 'containers' },
  nameRequired: { id: 'container-name-required', type: 'FieldValueRequired', path: 'containers[*].name' },
  name: { id: 'container-name', type: 'FieldValueInvalid', path: 'containers[*].name' },
  nameDuplicate: { id: 'container-name-duplicate', type: 'FieldValueDuplicate', path: 'containers[*].name' },
  imageRequired: { id: 'container-image-required', type: 'FieldValueRequired', path: 'containers[*].image' },
  imageBlanks: { id: 'container-image-blanks', type: 'FieldValueInvalid', path: 'containers[*].image' },
  sidecarsOnly: {
    id: 'init-container-probe',
    type: 'FieldValueForbidden',
    path: 'initContainers[*].livenessProbe, initContainers[*].lifecycle',
  },
  initResize: {
    id: 'init-container-resize',
    type: 'FieldValueInvalid',
    path: 'initContainers[*].resizePolicy[*].restartPolicy',
  },
  restartPolicyForbidden: {
    id: 'container-restart-policy',
    type: 'FieldValueForbidden',
    path: 'containers[*].restartPolicy',
  },
  restartPolicyRequired: {
    id: 'restart-rules-policy',
    type: 'FieldValueRequired',
    path: 'containers[*].restartPolicy',
  },
  exitCodesRequired: {
    id: 'restart-rule-exit-codes',
    type: 'FieldValueRequired',
    path: 'containers[*].restartPolicyRules[*].exitCodes',
  },
  ephemeralField: {
    id: 'ephemeral-container-field',
    type: 'FieldValueForbidden',
    path: 'ephemeralContainers[*].ports, ephemeralContainers[*].volumeMounts[*].subPath',
  },
  ephemeralTarget: {
    id: 'ephemeral-container-target',
    type: 'FieldValueNotFound',
    path: 'ephemeralContainers[*].targetContainerName',
  },
});

/** What the checks of a container need to know of its pod. */
export interface PodFacts {
  readonly spec: PodSpec;
  readonly volumes: KnownVolumes;
  readonly claimNames: ReadonlySet<string>;
  readonly gracePeriodSeconds: number;
  /** The pod shares the user namespace of the host. */
  readonly hostUsers: boolean;
}

/** Restart policies of a container. */
export const CONTAINER_RESTART_POLICIES: readonly string[] = ['Always', 'Never', 'OnFailure'];
const MESSAGE_POLICIES: readonly string[] = ['File', 'FallbackToLogsOnError'];

function checkCommon(container: Container, facts: PodFacts, path: string, ctx: CheckContext): void {
  checkName(container.name ?? '', `${path}`, ctx);
  if ((container.image ?? '') === '') {
    const fixes = [addField(path, 'image', 'registry.example/app:1.0')];
    ctx.report(containerRules.imageRequired, `${path}.image`, { name: container.name ?? '' }, { fixes });
  }
  const messages = container.terminationMessagePolicy ?? '';
  checkRequiredKnown(messages, MESSAGE_POLICIES, `${path}.terminationMessagePolicy`, ctx);
  checkContainerPorts(container.ports ?? [], `${path}.ports`, ctx);
  checkEnv(container.env ?? [], `${path}.env`, ctx);
  checkEnvFrom(container.envFrom ?? [], `${path}.envFrom`, ctx);
  checkVolumeMounts(container, facts.volumes, `${path}.volumeMounts`, ctx);
  checkVolumeDevices(container, facts.volumes, `${path}.volumeDevices`, ctx);
  checkRequiredKnown(container.imagePullPolicy ?? '', PULL_POLICIES, `${path}.imagePullPolicy`, ctx);
  checkResourceRequirements(container.resources ?? {}, `${path}.resources`, ctx, facts.claimNames);
  checkResizePolicy(container, facts.spec.restartPolicy ?? '', `${path}.resizePolicy`, ctx);
  checkSecurityContext(container.securityContext, facts.hostUsers, `${path}.securityContext`, ctx);
}

function checkName(name: string, path: string, ctx: CheckContext): void {
  if (name === '') {
    ctx.report(containerRules.nameRequired, `${path}.name`, undefined, { fixes: [addField(path, 'name', 'app')] });
  } else if (!isDNS1123Label(name)) badFormat(containerRules.name, name, `${path}.name`, ctx, toDNS1123Label(name));
}

/** Checks the app containers; there must be one. */
export function checkContainers(facts: PodFacts, path: string, ctx: CheckContext): void {
  const containers = facts.spec.containers ?? [];
  if (containers.length === 0) {
    const item = '- { name: app, image: registry.example/app:1.0 }';
    const parent = path.slice(0, path.lastIndexOf('.'));
    const listed = facts.spec.containers !== undefined;
    const fixes = [
      listed ? addBlock(path, 'containers', item) : addBlock(parent, 'containers', `containers:\n  ${item}`),
    ];
    ctx.report(containerRules.containersRequired, path, undefined, { fixes });
    return;
  }
  const names = new Set<string>();
  for (const [i, container] of containers.entries()) {
    const at = `${path}[${i}]`;
    checkCommon(container, facts, at, ctx);
    checkUnique(container.name ?? '', names, at, ctx);
    names.add(container.name ?? '');
    checkProbesAndLifecycle(container, facts.gracePeriodSeconds, at, ctx);
    checkRestartPolicy(container, at, ctx);
  }
  checkHostPortConflicts(
    containers.map((container, i) => [container, `${path}[${i}]`] as const),
    ctx,
  );
}

function checkUnique(name: string, names: ReadonlySet<string>, path: string, ctx: CheckContext): void {
  if (!names.has(name)) return;
  let n = 2;
  while (names.has(`${name}-${n}`)) n++;
  const fixes = name === '' ? [] : [setTo(`${path}.name`, `${name}-${n}`)];
  ctx.report(containerRules.nameDuplicate, `${path}.name`, { value: name }, { fixes, consequence: name === '' });
}

function checkRestartPolicy(container: Container, path: string, ctx: CheckContext): void {
  if (enabled('ContainerRestartRules', ctx.minor)) checkRestartRules(container, path, ctx);
  else if (container.restartPolicy !== undefined) {
    const at = `${path}.restartPolicy`;
    ctx.report(containerRules.restartPolicyForbidden, at, undefined, { fixes: [removeField(at)] });
  }
}

const MAX_RESTART_RULES = 20;
const MAX_EXIT_CODES = 255;

function checkRestartRules(container: Container, path: string, ctx: CheckContext): void {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  const at = `${path}.restartPolicy`;
  if (restartPolicy === undefined) {
    if (rules.length === 0) return;
    const fixes = [addField(path, 'restartPolicy', 'Never')];
    ctx.report(containerRules.restartPolicyRequired, at, undefined, { fixes });
  } else checkKnown(restartPolicy, CONTAINER_RESTART_POLICIES, at, ctx);
  const list = `${path}.restartPolicyRules`;
  if (rules.length > MAX_RESTART_RULES) {
    ctx.report(common.tooMany, list, { field: 'restartPolicyRules', count: rules.length, limit: MAX_RESTART_RULES });
  }
  const all = enabled('RestartAllContainersOnContainerExits', ctx.minor);
  for (const [i, { action = '', exitCodes }] of rules.entries()) {
    const item = `${list}[${i}]`;
    checkKnown(action, all ? ['Restart', 'RestartAllContainers'] : ['Restart'], `${item}.action`, ctx);
    if (exitCodes === undefined) {
      const block = 'exitCodes:\n  operator: In\n  values: [1]';
      const fixes = [addBlock(item, 'exitCodes', block)];
      ctx.report(containerRules.exitCodesRequired, `${item}.exitCodes`, undefined, { fixes });
      continue;
    }
    checkKnown(exitCodes.operator ?? '', ['In', 'NotIn'], `${item}.exitCodes.operator`, ctx);
    const count = (exitCodes.values ?? []).length;
    if (count > MAX_EXIT_CODES) {
      ctx.report(common.tooMany, `${item}.exitCodes.values`, { field: 'values', count, limit: MAX_EXIT_CODES });
    }
  }
}

/** Checks the init containers, sidecars among them. */
export function checkInitContainers(facts: PodFacts, path: string, ctx: CheckContext): void {
  const { spec } = facts;
  const names = new Set((spec.containers ?? []).map(({ name }) => name ?? ''));
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    const at = `${path}[${i}]`;
    checkCommon(container, facts, at, ctx);
    checkInitRestartPolicy(container, at, ctx);
    const name = container.name ?? '';
    checkUnique(name, names, at, ctx);
    if (name !== '') names.add(name);
    // The server passes a list of one and so loses the index.
    checkHostPortConflicts([[container, `${path}[0]`]], ctx);
    if (isSidecar(container)) checkProbesAndLifecycle(container, facts.gracePeriodSeconds, at, ctx);
    else checkPlainInit(container, at, ctx);
  }
}

function checkInitRestartPolicy(container: Container, path: string, ctx: CheckContext): void {
  if (enabled('ContainerRestartRules', ctx.minor)) checkRestartRules(container, path, ctx);
  else if (container.restartPolicy !== undefined && container.restartPolicy !== 'Always') {
    unsupported(container.restartPolicy, ['Always'], `${path}.restartPolicy`, ctx);
  }
}

function checkPlainInit(container: Container, path: string, ctx: CheckContext): void {
  for (const field of fieldsOfSidecarsOnly(container)) {
    const at = `${path}.${field}`;
    const fixes = [removeField(at), setTo(`${path}.restartPolicy`, 'Always', false)];
    ctx.report(containerRules.sidecarsOnly, at, { field }, { fixes });
  }
  for (const [i, { restartPolicy }] of (container.resizePolicy ?? []).entries()) {
    if (restartPolicy !== 'RestartContainer') continue;
    const at = `${path}.resizePolicy[${i}].restartPolicy`;
    ctx.report(containerRules.initResize, at, undefined, { fixes: [setTo(at, 'NotRequired')] });
  }
}

const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

/** Checks ephemeral containers; that they cannot be created with the pod is reported elsewhere. */
export function checkEphemeralContainers(facts: PodFacts, path: string, ctx: CheckContext): void {
  const { spec } = facts;
  const targets = new Set([...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name ?? ''));
  const names = new Set(targets);
  for (const [i, container] of (spec.ephemeralContainers ?? []).entries()) {
    const at = `${path}[${i}]`;
    checkCommon(container, facts, at, ctx);
    checkImageBlanks(container, at, ctx);
    checkUnique(container.name ?? '', names, at, ctx);
    names.add(container.name ?? '');
    checkTarget(container.targetContainerName ?? '', targets, at, ctx);
    checkEphemeralFields(container, at, ctx);
  }
}

function checkTarget(target: string, targets: ReadonlySet<string>, path: string, ctx: CheckContext): void {
  if (target === '' || targets.has(target)) return;
  const at = `${path}.targetContainerName`;
  const near = nearest(target, targets);
  ctx.report(
    containerRules.ephemeralTarget,
    at,
    { value: target },
    { fixes: near === undefined ? [] : [setTo(at, near)] },
  );
}

function checkEphemeralFields(container: EphemeralContainer, path: string, ctx: CheckContext): void {
  const report = (field: string, at: string): void =>
    ctx.report(containerRules.ephemeralField, at, { field }, { fixes: [removeField(at)] });
  for (const field of NOT_EPHEMERAL) {
    const value = container[field];
    const empty = field === 'resources' && Object.keys(value ?? {}).length === 0;
    const dropped =
      field === 'lifecycle' && fieldsOfSidecarsOnly({ lifecycle: container.lifecycle ?? {} }).length === 0;
    if (value !== undefined && !empty && !dropped) report(field, `${path}.${field}`);
  }
  for (const [i, mount] of (container.volumeMounts ?? []).entries()) {
    for (const field of ['subPath', 'subPathExpr'] as const) {
      if ((mount[field] ?? '') !== '') report(field, `${path}.volumeMounts[${i}].${field}`);
    }
  }
}

/** Pods, unlike templates, may not have blanks around an image. */
export function checkImageBlanks(container: Container, path: string, ctx: CheckContext): void {
  const image = container.image ?? '';
  if (image === image.trim()) return;
  const at = `${path}.image`;
  ctx.report(
    containerRules.imageBlanks,
    at,
    { value: image },
    { fixes: image.trim() === '' ? [] : [setTo(at, image.trim())] },
  );
}
