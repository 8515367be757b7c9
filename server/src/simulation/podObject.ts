// The pod as the API server keeps it: status and deletion. Values only; every change makes a new object.
import type { PodPhase } from './trace';

export interface Waiting {
  readonly is: 'waiting';
  readonly reason?: string;
  readonly message?: string;
}

export interface Running {
  readonly is: 'running';
  readonly startedUs: number;
}

export interface Terminated {
  readonly is: 'terminated';
  readonly exitCode: number;
  readonly reason: string;
  readonly containerId: string;
  readonly startedUs: number;
  readonly finishedUs: number;
}

export type ContainerState = Waiting | Running | Terminated;

/** The part of a ContainerStatus that decides anything. Times are microseconds. */
export interface ContainerStatus {
  readonly name: string;
  readonly state: ContainerState;
  readonly lastTermination?: Terminated;
  readonly ready: boolean;
  readonly started?: boolean;
  readonly restartCount: number;
  readonly containerId: string;
}

export type ConditionType =
  | 'PodScheduled'
  | 'PodReadyToStartContainers'
  | 'Initialized'
  | 'Ready'
  | 'ContainersReady'
  | 'AllContainersRestarting';

export interface Condition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

export interface PodStatus {
  readonly phase: PodPhase;
  readonly reason?: string;
  readonly startUs?: number;
  readonly conditions: readonly Condition[];
  readonly initContainers: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
}

export interface PodObject {
  /** deletionTimestamp, in microseconds. */
  readonly deletionUs?: number;
  /** deletionGracePeriodSeconds. */
  readonly deletionGraceSeconds?: number;
  readonly status: PodStatus;
}

/** The status a pod has when it reaches the kubelet: Pending and scheduled. */
export const newPodStatus: PodStatus = {
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'True' }],
  initContainers: [],
  containers: [],
};

/** True for phases that a pod never leaves. */
export function isTerminal(phase: PodPhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

/** The condition of a type, if the status has it. */
export function conditionOf(status: PodStatus, type: ConditionType): Condition | undefined {
  return status.conditions.find((c) => c.type === type);
}

/** The status of a container by name among main and init containers. */
export function containerStatusOf(status: PodStatus, name: string): ContainerStatus | undefined {
  return status.containers.find((c) => c.name === name) ?? status.initContainers.find((c) => c.name === name);
}

/** True when both say the same to a reader of the API (status_manager.go isPodStatusByKubeletEqual, 1.37). */
export function sameStatus(a: PodStatus, b: PodStatus): boolean {
  return (
    a.phase === b.phase &&
    a.reason === b.reason &&
    a.startUs === b.startUs &&
    sameConditions(a.conditions, b.conditions) &&
    sameList(a.initContainers, b.initContainers, sameContainer) &&
    sameList(a.containers, b.containers, sameContainer)
  );
}

function sameConditions(a: readonly Condition[], b: readonly Condition[]): boolean {
  return (
    a.length === b.length &&
    a.every((x) =>
      b.some((y) => x.type === y.type && x.status === y.status && x.reason === y.reason && x.message === y.message),
    )
  );
}

function sameContainer(a: ContainerStatus, b: ContainerStatus): boolean {
  return (
    a.name === b.name &&
    a.ready === b.ready &&
    a.started === b.started &&
    a.restartCount === b.restartCount &&
    a.containerId === b.containerId &&
    sameState(a.state, b.state) &&
    sameState(a.lastTermination, b.lastTermination)
  );
}

function sameState(a: ContainerState | undefined, b: ContainerState | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.is === 'waiting' && b.is === 'waiting') return a.reason === b.reason && a.message === b.message;
  if (a.is === 'running' && b.is === 'running') return a.startedUs === b.startedUs;
  if (a.is === 'terminated' && b.is === 'terminated') {
    return (
      a.exitCode === b.exitCode &&
      a.reason === b.reason &&
      a.containerId === b.containerId &&
      a.startedUs === b.startedUs &&
      a.finishedUs === b.finishedUs
    );
  }
  return false;
}

function sameList<T>(a: readonly T[], b: readonly T[], same: (x: T, y: T) => boolean): boolean {
  return a.length === b.length && a.every((x, i) => same(x, b[i]!));
}
