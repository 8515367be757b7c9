// Starting one container: back-off, image, create, start, postStart hook. The sync waits for all of it.
// Source: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer, images/image_manager.go (1.37).
import { backOff, goDuration } from './backoff';
import { runOf } from './behaviour';
import { sleep, type Task } from './clock';
import { runHook } from './hooks';
import { killContainer } from './killContainer';
import { emit, type Kubelet, k8sEvent, type Sandbox, type SeenPod } from './kubelet';
import type { ContainerPlan } from './plan';
import type { PodObject } from './podObject';
import { verdictOf } from './probeManager';
import type { Report } from './recorder';
import { restartCause } from './restartPolicy';
import { createContainer, fromSeconds, startProcess } from './runtime';

/** Why a container could not be started; with the end of its back-off, if that is the reason. */
export interface Failure {
  readonly reason: string;
  readonly message: string;
  readonly retryUs?: number;
}

/** Starts a container in a sandbox; answers what went wrong, if anything. */
export function* startContainer(
  k: Kubelet,
  pod: PodObject,
  seen: SeenPod,
  container: ContainerPlan,
  sandbox: Sandbox,
): Task<Failure | undefined> {
  const hold = backOff(k, container, seen);
  if (hold !== undefined) {
    const span = goDuration(hold.seconds);
    const message = `back-off ${span} restarting failed container=${container.name} pod=${k.plan.name}_${k.plan.namespace}`;
    return { reason: 'CrashLoopBackOff', message, retryUs: hold.untilUs };
  }
  const missing = yield* ensureImage(k, container);
  if (missing !== undefined) return missing;
  const before = seen.containers.find((c) => c.name === container.name);
  const process = yield* createContainer(k, sandbox, container, before === undefined ? 0 : before.restartCount + 1);
  const about = { container: container.name, cause: container.path };
  k8sEvent(k, 'Normal', 'Created', 'Container created', about);
  yield* startProcess(k, process, startCause(k, container, seen));
  k8sEvent(k, 'Normal', 'Started', 'Container started', about);
  const hook = container.postStart;
  if (hook === undefined) return undefined;
  const ok = yield* runHook(k, process, 'postStart', hook);
  if (ok) return undefined;
  const cause = `${container.path}.lifecycle.postStart`;
  k8sEvent(k, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', { container: container.name, cause });
  yield* killContainer(k, pod, process.id, { message: 'FailedPostStartHook', reason: 'postStart' });
  return { reason: 'PostStartHookError', message: '' };
}

/** Pulls the image if the policy asks for it. An image the node does not have cannot be used with policy Never. */
function* ensureImage(k: Kubelet, container: ContainerPlan): Task<Failure | undefined> {
  const { name, image } = container;
  const policy = container.imagePullPolicy;
  const about = { container: name, cause: `${container.path}.imagePullPolicy` };
  const present = k.runtime.images.has(name);
  if (policy === 'Never' && !present) {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    k8sEvent(k, 'Warning', 'ErrImageNeverPull', message, about);
    k8sEvent(k, 'Warning', 'Failed', 'Error: ErrImageNeverPull', about);
    return { reason: 'ErrImageNeverPull', message };
  }
  if (policy !== 'Always' && present) {
    const message = `Container image "${image}" already present on machine and can be accessed by the pod`;
    k8sEvent(k, 'Normal', 'Pulled', message, about);
    return undefined;
  }
  k8sEvent(k, 'Normal', 'Pulling', `Pulling image "${image}"`, about);
  const run = runOf(k.scenario.behaviour[name], k.runtime.starts.get(name) ?? 0);
  if (run.imagePull > 0) {
    const cause = `${container.path}.image`;
    emit(k, {
      event: 'image.pulling',
      message: image,
      cause,
      why: { id: 'image.pulling', values: { container: name, policy, image } },
    });
    yield sleep(k.clock, fromSeconds(run.imagePull));
    emit(k, { event: 'image.pulled', message: image, cause });
  }
  k.runtime.images.add(name);
  const span = `${run.imagePull}s`;
  k8sEvent(
    k,
    'Normal',
    'Pulled',
    `Successfully pulled image "${image}" in ${span} (${span} including waiting).`,
    about,
  );
  return undefined;
}

function startCause(k: Kubelet, container: ContainerPlan, seen: SeenPod): Pick<Report, 'cause' | 'why'> {
  const dead = seen.containers.find((c) => c.name === container.name);
  if (dead === undefined) return { cause: container.path };
  if (dead.state !== 'exited') {
    const kind = verdictOf(k, 'liveness', dead.id) === 'Failure' ? 'liveness' : 'startup';
    return {
      cause: `${container.path}.${kind}Probe`,
      why: { id: 'start.afterKill', values: { container: container.name } },
    };
  }
  const cause = restartCause(container, dead.exitCode);
  const backoff = k.backoff.get(container.name)?.backoffSeconds ?? 0;
  const values = { container: container.name, code: dead.exitCode, backoff };
  return { cause, why: { id: 'start.again', values } };
}
