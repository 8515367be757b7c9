// The engine's input: everything the kubelet reads from a pod spec, defaults filled in, as plain JSON.
// Made by planOf from a lowered pod; sent as it is to the webview, which runs the engine itself.

export interface ProbePlan {
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'grpc';
  readonly initialDelaySeconds: number;
  readonly timeoutSeconds: number;
  readonly periodSeconds: number;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  readonly terminationGracePeriodSeconds?: number;
  /** The port is a name that the container does not declare: the probe cannot be run and has no result. */
  readonly unknownPort?: true;
}

export interface HookPlan {
  readonly handler: 'exec' | 'httpGet' | 'tcpSocket' | 'sleep';
  /** Seconds, for `sleep`. */
  readonly sleepSeconds?: number;
  /** The port is a name that the container does not declare: the hook fails at once. */
  readonly unknownPort?: true;
}

export interface RestartRulePlan {
  readonly action: string;
  readonly operator: string;
  readonly values: readonly number[];
}

export interface ContainerPlan {
  readonly name: string;
  /** Path relative to the pod spec, for example `containers[0]`. */
  readonly path: string;
  readonly role: 'init' | 'sidecar' | 'main';
  readonly image: string;
  readonly imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly restartPolicy?: string;
  readonly restartPolicyRules?: readonly RestartRulePlan[];
  readonly startupProbe?: ProbePlan;
  readonly readinessProbe?: ProbePlan;
  readonly livenessProbe?: ProbePlan;
  readonly postStart?: HookPlan;
  readonly preStop?: HookPlan;
  readonly stopSignal?: string;
}

export interface PodPlan {
  readonly name: string;
  readonly namespace: string;
  readonly restartPolicy: 'Always' | 'OnFailure' | 'Never';
  readonly terminationGracePeriodSeconds: number;
  readonly activeDeadlineSeconds?: number;
  readonly readinessGates: readonly string[];
  /** Some container mounts a volume: the first sync waits until it is there, the last one until it is gone. */
  readonly volumes?: true;
  /** Init containers (sidecars among them) in order, then main containers. */
  readonly containers: readonly ContainerPlan[];
}
