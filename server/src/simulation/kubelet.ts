// The state of one simulated kubelet with its node and its one pod. Plain data; the files around it hold the rules.
import type { Run } from './behaviour';
import { Clock, Mailbox, MS, Signal } from './clock';
import { defaultNode, type NodeParameters } from './node';
import type { ContainerPlan, PodPlan } from './plan';
import { newPodStatus, type PodObject, type PodStatus } from './podObject';
import { newRecorder, type Recorder, type Report, record } from './recorder';
import type { Scenario } from './scenario';
import type { ProbeKind } from './trace';

export type ProcessState = 'created' | 'running' | 'exited';

/** A container in the runtime: one attempt. */
export interface Process {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly plan: ContainerPlan;
  readonly attempt: number;
  readonly restartCount: number;
  readonly run: Run;
  readonly createdUs: number;
  readonly gone: Signal;
  readonly tries: Record<ProbeKind, number>;
  state: ProcessState;
  startedUs: number;
  finishedUs: number;
  exitCode: number;
  reason: string;
  stopUs?: number;
  inPreStop: boolean;
}

export interface Sandbox {
  readonly id: string;
  readonly attempt: number;
  ready: boolean;
}

export interface RuntimeState {
  readonly sandboxes: Sandbox[];
  processes: Process[];
  readonly starts: Map<string, number>;
  readonly images: Set<string>;
  sequence: number;
}

/** What the kubelet knows of a container from its last look at the runtime. */
export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  readonly state: ProcessState;
  readonly sandbox: string;
  readonly createdUs: number;
  readonly startedUs: number;
  readonly finishedUs: number;
  readonly exitCode: number;
  readonly reason: string;
  readonly restartCount: number;
}

/** What the kubelet knows of the pod from its last look at the runtime: newest first. */
export interface SeenPod {
  readonly sandboxes: readonly Readonly<Sandbox>[];
  readonly containers: readonly SeenContainer[];
  /** Containers of the newest sandbox, if it is ready. */
  readonly active: readonly SeenContainer[];
}

export const nothingSeen: SeenPod = { sandboxes: [], containers: [], active: [] };

export interface PlegState {
  /** What the last relist that found a change has seen. */
  old: SeenPod;
  /** Cached status with its times; absent as long as the runtime knows nothing of the pod. */
  cached?: { seen: SeenPod; modifiedUs: number; observedUs: number };
  /** Last global relist that was really carried out; those between changes are worked out, not run. */
  relistedUs: number;
  scheduledUs: number;
  /** Waits of the pod worker for a status newer than `minUs`. */
  subscribers: { readonly minUs: number; readonly ready: Signal }[];
}

export type UpdateKind = 'create' | 'update' | 'sync' | 'kill';

export interface PodUpdate {
  readonly pod: PodObject;
  readonly kind: UpdateKind;
  /** Grace period of a termination in seconds; absent before termination. */
  readonly graceSeconds?: number;
}

/** State of the pod worker (pod_workers.go podSyncStatus). */
export interface WorkerState {
  exists: boolean;
  readonly wake: Signal;
  /** Volumes have been waited for. */
  mounted: boolean;
  pending?: PodUpdate;
  active?: PodUpdate;
  terminating: boolean;
  terminated: boolean;
  startedTerminating: boolean;
  finished: boolean;
  deleted: boolean;
  graceSeconds: number;
  /** Ends the waits of a sync that termination makes pointless. */
  readonly cancel: Signal;
  terminatedUs: number;
  lastSyncUs: number;
  /** When the next re-sync is due. */
  dueUs?: number;
}

export interface StatusState {
  cached?: { readonly status: PodStatus; readonly finished: boolean };
  version: number;
  written: number;
  queued: boolean;
}

export type Verdict = 'Success' | 'Failure' | 'UNKNOWN';

export interface ProbeWorker {
  readonly container: ContainerPlan;
  readonly kind: ProbeKind;
  readonly stop: Signal;
  readonly trigger: Signal;
  nextTickUs: number;
  /** What made the worker run last. */
  woken: 'tick' | 'trigger';
  containerId: string;
  lastResult: Verdict;
  run: number;
  hold: boolean;
}

export interface ProbesState {
  readonly workers: Map<string, ProbeWorker>;
  /** Verdicts by kind and container id (prober/results). */
  readonly verdicts: Record<ProbeKind, Map<string, Verdict>>;
  /** The last verdict reported for a container id, to report changes only. */
  readonly reported: Record<ProbeKind, Map<string, Verdict>>;
}

export interface BackoffEntry {
  backoffSeconds: number;
  updatedUs: number;
}

export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

export interface ApiState {
  pod?: PodObject;
  goneUs?: number;
  /** Called when the object is gone. */
  onGone?: () => void;
  /** True once the deletion has gone through a status update and lost its fraction of a second. */
  deletionRounded: boolean;
}

export interface Kubelet {
  readonly plan: PodPlan;
  readonly scenario: Scenario;
  readonly node: Required<Omit<NodeParameters, 'tieSeed'>>;
  readonly clock: Clock;
  readonly recorder: Recorder;
  /** Work of the sync loop, and changes on their way from the API server to it. */
  readonly loop: Mailbox;
  readonly watch: Mailbox;
  readonly runtime: RuntimeState;
  readonly api: ApiState;
  readonly pleg: PlegState;
  readonly worker: WorkerState;
  readonly status: StatusState;
  readonly probes: ProbesState;
  readonly backoff: Map<string, BackoffEntry>;
  /** Why a container could not be started (reason_cache.go). */
  readonly startFailures: Map<string, StartFailure>;
  /** The pod as the kubelet has it from the API server (pod manager); absent before it arrives and after it is gone. */
  pod?: PodObject;
}

/** A kubelet that has run for long and has no pod yet. */
export function newKubelet(plan: PodPlan, scenario: Scenario, node: NodeParameters): Kubelet {
  const { tieSeed, ...given } = node;
  const all = { ...defaultNode, ...given };
  const parameters = { ...all, housekeepingPhaseMs: all.housekeepingPhaseMs ?? all.syncPhaseMs };
  return {
    plan,
    scenario,
    node: parameters,
    clock: new Clock(tieSeed),
    recorder: newRecorder(parameters.eventLimit),
    loop: new Mailbox(),
    watch: new Mailbox(),
    runtime: { sandboxes: [], processes: [], starts: new Map(), images: new Set(), sequence: 0 },
    api: { pod: { status: newPodStatus }, deletionRounded: false },
    pleg: { old: nothingSeen, relistedUs: -Infinity, scheduledUs: -Infinity, subscribers: [] },
    worker: {
      exists: false,
      mounted: false,
      wake: new Signal(),
      terminating: false,
      terminated: false,
      startedTerminating: false,
      finished: false,
      deleted: false,
      graceSeconds: 0,
      cancel: new Signal(),
      terminatedUs: 0,
      lastSyncUs: -Infinity,
    },
    status: { version: 0, written: 0, queued: false },
    probes: {
      workers: new Map(),
      verdicts: { startup: new Map(), readiness: new Map(), liveness: new Map() },
      reported: { startup: new Map(), readiness: new Map(), liveness: new Map() },
    },
    backoff: new Map(),
    startFailures: new Map(),
  };
}

/** Reports an event of the present instant. */
export function emit(k: Kubelet, report: Report): void {
  record(k.recorder, k.clock, report);
}

/** Reports a Kubernetes event about a container, or about the pod when there is none. */
export function k8sEvent(
  k: Kubelet,
  kind: 'Normal' | 'Warning',
  reason: string,
  message: string,
  about: Pick<Report, 'container' | 'cause' | 'why'> = {},
): void {
  emit(k, { event: 'k8s.event', kind, reason, message, ...about });
}

/** Parameters of the node in microseconds. */
export function costUs(k: Kubelet, of: 'syncCostMs' | 'callCostMs' | 'probeCostMs' | 'volumeWaitMs'): number {
  return k.node[of] * MS;
}

/** The plan of a container; throws for a name the pod does not have, which no caller passes. */
export function planOfContainer(k: Kubelet, name: string): ContainerPlan {
  const found = k.plan.containers.find((c) => c.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

/** Main containers in order. */
export function mainContainers(plan: PodPlan): readonly ContainerPlan[] {
  return plan.containers.filter((c) => c.role === 'main');
}

/** Init containers and sidecars in order. */
export function initContainers(plan: PodPlan): readonly ContainerPlan[] {
  return plan.containers.filter((c) => c.role !== 'main');
}
