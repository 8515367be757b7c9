// From a line of the manifest to the lanes and events it causes, and from an event to its line.
import type { Lane, Told } from '../../../server/src/simulation/picture/picture';

/** Line (0-based) of a field path or of its nearest written parent. */
export function lineOf(lines: Readonly<Record<string, number>>, path: string): number | undefined {
  for (let at = path; ; at = parentOf(at)) {
    const line = lines[at];
    if (line !== undefined) return line;
    if (at === '') return undefined;
  }
}

/** The field itself when it is written, else its nearest written parent. */
export function writtenPath(lines: Readonly<Record<string, number>>, path: string): string {
  let at = path;
  while (at !== '' && lines[at] === undefined) at = parentOf(at);
  return at;
}

function parentOf(path: string): string {
  const cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return cut < 0 ? '' : path.slice(0, cut);
}

/** The field whose lines the cursor is in: the last one that begins at or above it. */
export function pathAtLine(lines: Readonly<Record<string, number>>, line: number): string | undefined {
  let best: string | undefined;
  let bestLine = -1;
  for (const [path, at] of Object.entries(lines)) {
    if (at <= line && (at > bestLine || (at === bestLine && path.length < (best?.length ?? 0)))) {
      best = path;
      bestLine = at;
    }
  }
  return best;
}

/** The part of a path that lanes speak of: a probe, a hook, a pod field; nothing for a whole container or the pod. */
export function subjectOf(path: string): string | undefined {
  const probe = /^(.*?\.(?:startup|readiness|liveness)Probe)/.exec(path);
  if (probe !== null) return probe[1];
  const hook = /^(.*?\.lifecycle\.(?:preStop|postStart))/.exec(path);
  if (hook !== null) return hook[1];
  return ['terminationGracePeriodSeconds', 'restartPolicy', 'activeDeadlineSeconds'].find((field) => path === field);
}

/** True when a cause lies within a subject. */
export function within(cause: string | undefined, subject: string): boolean {
  return (
    cause !== undefined && (cause === subject || cause.startsWith(`${subject}.`) || cause.startsWith(`${subject}[`))
  );
}

/** Lanes and events that a field causes. */
export function causedBy(
  lanes: readonly Lane[],
  told: readonly Told[],
  subject: string,
): { lanes: readonly string[]; told: readonly number[] } {
  return {
    lanes: lanes.filter((lane) => within(lane.cause, subject)).map(({ id }) => id),
    told: told.flatMap((event, index) => (within(event.cause, subject) ? [index] : [])),
  };
}
