// Hover in comments: status words and reasons, exit codes, signals, kubectl commands, and terms of the trade. What a comment is made of
// is looked up word by word; nothing is parsed.
import type { Texts } from '../../text/texts';
import type { YamlDocument } from '../../yaml/document';
import type { Span } from '../../yaml/tree';

export interface CommentHover {
  readonly lines: readonly string[];
  /** In the document. */
  readonly span: Span;
}

/** What is known about the word at an offset of a comment; undefined outside comments and for unknown words. */
export function commentHover(document: YamlDocument, offset: number, texts: Texts): CommentHover | undefined {
  const { line } = document.positionAt(offset);
  const start = document.lineStarts[line] ?? 0;
  const text = document.lineText(line);
  const hash = commentStart(text);
  if (hash === undefined || offset <= start + hash) return undefined;
  const column = offset - start;
  const found =
    kubectlAt(text, hash, column, texts) ?? wordAt(text, hash, column, texts) ?? termAt(text, hash, column, texts);
  if (found === undefined) return undefined;
  return { lines: found.lines, span: { start: start + found.from, end: start + found.to } };
}

/** Column of the `#` that opens a comment: at the start or behind a blank, outside quotes. */
function commentStart(text: string): number | undefined {
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (quote !== '') quote = char === quote ? '' : quote;
    else if ((char === '"' || char === "'") && /(^|[\s[{,:])$/.test(text.slice(0, i))) quote = char;
    else if (char === '#' && (i === 0 || /\s/.test(text[i - 1] as string))) return i;
  }
  return undefined;
}

interface Found {
  readonly lines: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Options before the command word of kubectl that take a value. */
const KUBECTL = /\bkubectl((?:\s+(?:-n|--namespace|--context|--kubeconfig|-f)\s+\S+|\s+-\S+)*)\s+([a-z-]+)/g;

function kubectlAt(text: string, hash: number, column: number, texts: Texts): Found | undefined {
  for (const match of text.slice(hash).matchAll(KUBECTL)) {
    const from = hash + match.index;
    const to = from + match[0].length;
    const id = `kubectl.${match[2]}`;
    if (column >= from && column <= to && texts.has(id)) return { lines: [texts.say(id)], from, to };
  }
  return undefined;
}

const WORD = /[A-Za-z0-9][A-Za-z0-9_+-]*/g;

function wordAt(text: string, hash: number, column: number, texts: Texts): Found | undefined {
  for (const match of text.slice(hash).matchAll(WORD)) {
    const from = hash + match.index;
    const to = from + match[0].length;
    if (column < from || column > to) continue;
    const line = meaningOf(match[0], text.slice(hash), texts);
    return line === undefined ? undefined : { lines: [line], from, to };
  }
  return undefined;
}

function meaningOf(word: string, comment: string, texts: Texts): string | undefined {
  const exact = [`topic.qos.${word}`, `word.${word}`, `signal.${word}`].find((id) => texts.has(id));
  if (exact !== undefined) return texts.say(exact);
  if (/^\d{1,3}$/.test(word) && /exit|code|status|退出/i.test(comment)) return exitCode(Number(word), texts);
  const topic = TERMS[word.toLowerCase()] ?? TERMS[word.toLowerCase().replace(/s$/, '')];
  return topic === undefined || !texts.has(topic) ? undefined : texts.say(topic);
}

const MOST = 255;
const SIGNALLED = 128;
const SIGNALS = 64;

function exitCode(code: number, texts: Texts): string | undefined {
  if (code > MOST) return undefined;
  if (texts.has(`exit.${code}`)) return texts.say(`exit.${code}`);
  if (code > SIGNALLED && code <= SIGNALLED + SIGNALS)
    return texts.say('exit.signal', { code, number: code - SIGNALLED });
  return texts.say('exit.other', { code });
}

/** Terms in Latin letters, lower case, and what is said of them. */
const TERMS: Readonly<Record<string, string>> = {
  qos: 'topic.qos',
  oom: 'topic.whoDiesFirst',
  oom_score_adj: 'topic.oomScoreAdj',
  eviction: 'topic.eviction',
  evict: 'topic.eviction',
  cgroup: 'topic.cgroup',
  throttling: 'topic.throttling',
  throttle: 'topic.throttling',
  overcommit: 'topic.overcommit',
  compressible: 'topic.compressible',
  quota: 'topic.cgroup.cpuMax',
  quantity: 'topic.quantity',
  state: 'topic.containerState',
  phase: 'topic.phase',
  condition: 'topic.condition',
  backoff: 'topic.backoff',
  'back-off': 'topic.backoff',
  sidecar: 'topic.sidecar',
  sidecars: 'topic.termination.sidecars',
  probe: 'topic.probe',
  termination: 'topic.termination',
  drain: 'topic.drain',
  signal: 'topic.signal',
  pid1: 'topic.pid1',
  python: 'topic.runtimes',
  jvm: 'topic.runtimes',
  tini: 'topic.init',
  'dumb-init': 'topic.init',
  zombie: 'topic.zombie',
  orphan: 'topic.orphan',
  'ctrl-c': 'topic.ctrlC',
  namespace: 'topic.namespaces',
  sandbox: 'topic.sandbox',
  pause: 'topic.sandbox',
  kata: 'topic.virtualization',
  gvisor: 'topic.virtualization',
  kvm: 'topic.virtualization',
  qemu: 'topic.virtualization',
  hypervisor: 'topic.virtualization',
  docker: 'topic.runtime',
  containerd: 'topic.runtime',
  'cri-o': 'topic.runtime',
  runc: 'topic.runtime',
  overlayfs: 'topic.unionFs',
  aufs: 'topic.unionFs',
};

/** Terms of several words or in Chinese, as they stand in a comment. */
const PHRASES: readonly (readonly [phrase: string, topic: string])[] = [
  ['PID 1', 'topic.pid1'],
  ['exit code', 'topic.exitCode'],
  ['stop signal', 'topic.stopSignal'],
  ['connection refused', 'topic.connectionRefused'],
  ['--force', 'topic.termination.force'],
  ['强制删除', 'topic.termination.force'],
  ['容器状态', 'topic.containerState'],
  ['可压缩资源', 'topic.compressible'],
  ['grace period', 'topic.termination.budget'],
  ['union file system', 'topic.unionFs'],
  ['服务质量', 'topic.qos'],
  ['驱逐', 'topic.eviction'],
  ['控制组', 'topic.cgroup'],
  ['限流', 'topic.throttling'],
  ['超售', 'topic.overcommit'],
  ['阶段', 'topic.phase'],
  ['状况', 'topic.condition'],
  ['退避', 'topic.backoff'],
  ['回退', 'topic.backoff'],
  ['边车', 'topic.sidecar'],
  ['探针', 'topic.probe'],
  ['体面终止', 'topic.termination'],
  ['宽限期', 'topic.termination.budget'],
  ['连接被拒绝', 'topic.connectionRefused'],
  ['排空', 'topic.drain'],
  ['信号', 'topic.signal'],
  ['僵尸', 'topic.zombie'],
  ['孤儿', 'topic.orphan'],
  ['名字空间', 'topic.namespaces'],
  ['命名空间', 'topic.namespaces'],
  ['沙箱', 'topic.sandbox'],
  ['虚拟化', 'topic.virtualization'],
  ['联合文件系统', 'topic.unionFs'],
  ['退出码', 'topic.exitCode'],
];

function termAt(text: string, hash: number, column: number, texts: Texts): Found | undefined {
  const lower = text.toLowerCase();
  for (const [phrase, topic] of PHRASES) {
    for (
      let from = lower.indexOf(phrase.toLowerCase(), hash);
      from >= 0;
      from = lower.indexOf(phrase.toLowerCase(), from + 1)
    ) {
      const to = from + phrase.length;
      if (column >= from && column <= to && texts.has(topic)) return { lines: [texts.say(topic)], from, to };
    }
  }
  return undefined;
}
