// What a simulation says: the kubelet's events in order of time. Names and fields are those of the kubelet traces.

export type ProbeKind = 'startup' | 'readiness' | 'liveness';
export type ContainerStateName = 'waiting' | 'running' | 'terminated';
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The names of all events a trace may hold. */
export type EventName =
  | 'api.delete'
  | 'image.pulling'
  | 'image.pulled'
  | 'sandbox.created'
  | 'sandbox.stopped'
  | 'container.created'
  | 'container.started'
  | 'container.exited'
  | 'container.removed'
  | 'signal'
  | 'probe'
  | 'probe.state'
  | 'postStart.begin'
  | 'postStart.end'
  | 'preStop.begin'
  | 'preStop.end'
  | 'preStop.timeout'
  | 'status.state'
  | 'status.started'
  | 'status.ready'
  | 'status.restartCount'
  | 'pod.phase'
  | 'pod.condition'
  | 'pod.deleted'
  | 'k8s.event';

/**
 * One event. `atMs` counts whole milliseconds since the pod reached the kubelet. The optional fields are those of the
 * kubelet oracle's trace (`grace` and `took` in seconds there; here in the same units, so that a trace can be written
 * out unchanged); which event has which field is listed in docs/timeline.md.
 */
export interface TraceEvent {
  readonly atMs: number;
  readonly event: EventName;
  readonly container?: string;
  readonly attempt?: number;
  readonly kind?: string;
  readonly state?: string;
  readonly reason?: string;
  readonly result?: 'success' | 'failure' | 'timeout' | 'error';
  readonly try?: number;
  /** Seconds a probe took, only above 2 ms. */
  readonly took?: number;
  readonly exitCode?: number;
  readonly signal?: string;
  /** Seconds. */
  readonly grace?: number;
  readonly value?: boolean;
  readonly count?: number;
  /** Kubernetes' own wording, for people: never compared. */
  readonly message?: string;
  readonly backoff?: string;
  /** Field path, relative to the pod spec, of the line that causes the event (`containers[0].livenessProbe.periodSeconds`). */
  readonly cause?: string;
  /** Why now: id of a sentence in the texts table and the numbers that fill it. */
  readonly why?: { readonly id: string; readonly values: Readonly<Record<string, string | number>> };
}

export interface Trace {
  readonly events: readonly TraceEvent[];
  /** End of the observation. */
  readonly untilMs: number;
  /** True when the engine stopped at its event limit before `untilMs`. */
  readonly truncated: boolean;
}
