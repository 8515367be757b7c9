// kubectl commands for a pod of the open file, its names filled in. They are only shown, copied or typed into a terminal: nothing is
// run here. A name that is not a valid one is not put into a command line; a placeholder in capitals stands there.
import { isDNS1123Label, isDNS1123Subdomain, isLabelValue } from '../kubernetes/names';
import type { Container } from '../kubernetes/types';
import type { CommandsAnswer, CommandsParams, UsefulCommand } from '../protocol';
import type { Texts } from '../text/texts';
import { placeOf } from '../yaml/path';
import type { FileAnalysis } from './analysis';
import type { PodView } from './pods';

/** The commands for the pod at (or nearest above) a line; no commands when the file has no pod. */
export function usefulCommands(file: FileAnalysis, { line, fileName }: CommandsParams, texts: Texts): CommandsAnswer {
  const pod = podAt(file, line);
  if (pod === undefined) return { pod: '', commands: [] };
  const container = containerAt(file, pod, line);
  return { pod: `${pod.object.kind} ${pod.name}`, commands: commandsOf(pod, container, fileName, texts) };
}

function podAt(file: FileAnalysis, line: number): PodView | undefined {
  const all = file.documents.flatMap((analysis, index) =>
    analysis.pods.map((pod) => ({
      pod,
      line: file.stream.startLine(index) + analysis.document.positionAt(pod.object.node.start).line,
    })),
  );
  return (all.findLast((one) => one.line <= line) ?? all[0])?.pod;
}

/** The container the line lies in, else the first one. */
function containerAt(file: FileAnalysis, pod: PodView, line: number): Container | undefined {
  const { document, startLine } = file.stream.documentAt(line);
  const [from, to] = [document.lineStarts[line - startLine] ?? 0, document.lineEnd(line - startLine)];
  const lists = [pod.spec.containers ?? [], pod.spec.initContainers ?? []] as const;
  for (const [i, name] of (['containers', 'initContainers'] as const).entries()) {
    const found = lists[i]?.find((_, index) => {
      const { node, exact } = placeOf(document.root, `${pod.specPath}.${name}[${index}]`);
      return exact && node !== null && node.start <= to && node.end > from;
    });
    if (found !== undefined) return found;
  }
  return lists[0][0];
}

interface Names {
  /** What stands for one pod: its name, or the workload that has it. */
  readonly target: string;
  /** What stands for one pod where only a pod will do. */
  readonly onePod: string;
  /** `KIND/NAME`. */
  readonly workload: string;
  /** The pods: by name, or by their labels. */
  readonly pods: string;
  /** ` -n NAMESPACE`, or nothing when the manifest names none. */
  readonly ns: string;
  /** ` -c CONTAINER`. */
  readonly c: string;
  readonly container: string;
}

function namesOf(pod: PodView, container: Container | undefined): Names {
  const { kind } = pod.object;
  const written = (pod.object.decoded.value.metadata as { readonly namespace?: unknown } | undefined)?.namespace;
  const ns = typeof written === 'string' && isDNS1123Label(written) ? ` -n ${written}` : '';
  const name = isDNS1123Subdomain(pod.name) ? pod.name : 'NAME';
  const workload = `${kind.toLowerCase()}/${name}`;
  const labels = labelSelector(pod.metadata.labels ?? {});
  const own = container?.name ?? '';
  const containerName = isDNS1123Label(own) ? own : 'CONTAINER';
  const names = { ns, workload, container: containerName, c: ` -c ${containerName}` };
  if (kind === 'Pod') return { ...names, target: name, onePod: name, pods: ` ${name}` };
  const first = `$(kubectl get pods${ns} -l ${labels} -o jsonpath='{.items[0].metadata.name}')`;
  return { ...names, target: workload, onePod: first, pods: ` -l ${labels}` };
}

function labelSelector(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).filter(
    ([key, value]) => /^[\w./-]+$/.test(key) && isLabelValue(value) && value !== '',
  );
  return pairs.length === 0 ? 'SELECTOR' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}

const ROLLED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

function commandsOf(pod: PodView, container: Container | undefined, fileName: string, texts: Texts): UsefulCommand[] {
  const names = namesOf(pod, container);
  const { kind } = pod.object;
  const rows = [
    ...looking(names, kind),
    ...logging(names, kind),
    ...entering(names, container),
    ...(ROLLED.has(kind) ? rolling(names) : []),
    ...changing(names, kind, fileArgument(fileName)),
  ];
  return rows.map(([id, command]) => ({ title: texts.say(`command.${id}`), command }));
}

type Row = readonly [id: string, command: string];

function looking({ ns, pods, workload, onePod }: Names, kind: string): Row[] {
  const status =
    '{.status.qosClass}{"\\n"}{range .status.containerStatuses[*]}{.name}{" "}{.lastState.terminated.reason}{" "}';
  return [
    ['list', kind === 'Pod' ? `kubectl get pod${pods}${ns} -o wide` : `kubectl get pods${ns}${pods} -o wide`],
    ['describe', `kubectl describe pod${ns}${pods}`],
    ['yaml', `kubectl get ${workload}${ns} -o yaml`],
    ['events', `kubectl events${ns} --for ${workload} --watch`],
    ['top', `kubectl top pod${ns}${pods} --containers`],
    ['exitCodes', `kubectl get pod ${onePod}${ns} -o jsonpath='${status}{.lastState.terminated.exitCode}{"\\n"}{end}'`],
  ];
}

function logging({ ns, target, c, workload }: Names, kind: string): Row[] {
  const all: Row[] = [['logsAll', `kubectl logs${ns} ${workload} --all-pods --all-containers --prefix`]];
  return [
    ['logs', `kubectl logs ${target}${ns}${c} --since=1h`],
    ['logsFollow', `kubectl logs ${target}${ns}${c} -f --tail=100 --timestamps`],
    ['logsPrevious', `kubectl logs ${target}${ns}${c} --previous`],
    ...(kind === 'Pod' ? [] : all),
  ];
}

function entering({ ns, target, onePod, c, container }: Names, own: Container | undefined): Row[] {
  const port = probePort(own);
  const pidOne = `sh -c 'tr "\\0" " " </proc/1/cmdline; grep Sig /proc/1/status'`;
  const cgroup = "sh -c 'cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/memory.max /sys/fs/cgroup/cpu.stat'";
  return [
    ['exec', `kubectl exec -it ${target}${ns}${c} -- sh`],
    ['debug', `kubectl debug -it ${onePod}${ns} --image=busybox --target=${container} --profile=general`],
    ['debugCopy', `kubectl debug -it ${onePod}${ns} --copy-to=debug-copy --container=${container} -- sh`],
    ['cgroup', `kubectl exec ${target}${ns}${c} -- ${cgroup}`],
    ['pid1', `kubectl exec ${target}${ns}${c} -- ${pidOne}`],
    ...(port === undefined
      ? []
      : [['portForward', `kubectl port-forward${ns} ${podOrWorkload(target)} 8080:${port}`] as const]),
  ];
}

function podOrWorkload(target: string): string {
  return target.includes('/') ? target : `pod/${target}`;
}

/** The port a probe asks, else the first one declared; a name is looked up. */
function probePort(container: Container | undefined): number | undefined {
  const probes = [container?.readinessProbe, container?.livenessProbe, container?.startupProbe];
  const asked = probes.map((probe) => probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port);
  const port = asked.find((one) => one !== undefined) ?? container?.ports?.[0]?.containerPort;
  if (typeof port !== 'string') return port;
  return container?.ports?.find(({ name }) => name === port)?.containerPort;
}

function rolling({ ns, workload }: Names): Row[] {
  return [
    ['rolloutStatus', `kubectl rollout status ${workload}${ns} --timeout=5m`],
    ['rolloutHistory', `kubectl rollout history ${workload}${ns}`],
    ['rolloutUndo', `kubectl rollout undo ${workload}${ns}`],
    ['rolloutRestart', `kubectl rollout restart ${workload}${ns}`],
  ];
}

function changing({ ns, workload, onePod, container, pods }: Names, kind: string, file: string): Row[] {
  const resize = `{"spec":{"containers":[{"name":"${container}","resources":{"limits":{"cpu":"1"}}}]}}`;
  const wait = kind === 'Job' ? `--for=condition=Complete ${workload}` : `--for=condition=Ready pod${pods}`;
  return [
    ['dryRun', `kubectl apply --server-side --dry-run=server --validate=strict -f ${file}`],
    ['diff', `kubectl diff -f ${file}`],
    ['apply', `kubectl apply --server-side -f ${file}`],
    ['wait', `kubectl wait${ns} ${wait} --timeout=120s`],
    ['resize', `kubectl patch pod ${onePod}${ns} --subresource resize -p '${resize}'`],
    ...(SCALED.has(kind) ? [['scale', `kubectl scale ${workload}${ns} --replicas=3`] as const] : []),
    ['delete', `kubectl delete pod ${onePod}${ns} --wait=true`],
  ];
}

/** A file name for a command line: quoted when a shell would see more in it, FILE when it cannot be quoted. */
function fileArgument(name: string): string {
  if (/^[\w./-]+$/.test(name) && !name.startsWith('-')) return name;
  const plain = /^[^'"\\$`!%\p{Cc}]+$/u.test(name) && !name.startsWith('-');
  return plain ? `'${name}'` : 'FILE';
}
