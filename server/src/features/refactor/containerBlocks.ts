// Adds a block to the container under the cursor: a probe, a hook, resources, a security context. The blocks are those of
// the completion snippets.
import type { CodeAction } from 'vscode-languageserver-types';
import { isSidecar } from '../../kubernetes/podResources';
import type { Container } from '../../kubernetes/types';
import type { Texts } from '../../text/texts';
import { PARTS, type PartSnippet } from '../completion/fieldTables';
import { withoutStops } from '../completion/proposal';
import { editsAt, type Place } from './place';

/** Snippets worth a place in the menu, one per key. */
const OFFERED: readonly string[] = [
  'startup-http',
  'liveness-http',
  'readiness-http',
  'prestop-sleep',
  'resources',
  'security-container',
];

/** One action per block the container does not have. */
export function addBlocks(place: Place, texts: Texts): CodeAction[] {
  const { pod, container } = place;
  if (pod === undefined || container === undefined) return [];
  const spec = pod.spec[container.list]?.[container.index];
  if (spec === undefined) return [];
  return PARTS.filter((part) => OFFERED.includes(part.id) && fits(part, spec, place)).flatMap((part) => {
    const lines = withPort(part.body.map(withoutStops), spec);
    const edits = editsAt(place, [{ op: 'add', path: container.path, block: lines.join('\n') }]);
    if (edits === undefined) return [];
    const title = texts.say('refactor-add', { field: part.key ?? '', container: spec.name ?? '' });
    return [{ title, kind: 'refactor.rewrite', edit: { changes: { [place.uri]: edits } } }];
  });
}

function fits({ key = '', since }: PartSnippet, spec: Container, { analysis, container }: Place): boolean {
  if (Object.hasOwn(spec, key) || (since ?? 0) > analysis.minor) return false;
  const runsOn = container?.list === 'containers' || isSidecar(spec);
  return runsOn || key === 'resources' || key === 'securityContext';
}

/** The port a probe asks: the first one the container declares. */
function withPort(lines: readonly string[], { ports }: Container): string[] {
  const [first] = ports ?? [];
  const port = first?.name ?? first?.containerPort;
  return lines.map((line) => (port === undefined ? line : line.replace(/^(\s*port: ).*$/, `$1${port}`)));
}
