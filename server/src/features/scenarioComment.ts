// The scenario kept in a manifest: `# podwright-scenario: {"deleteAt":60,…}` on one line, read and written here.
import type { Scenario } from '../simulation/scenario';

const COMMENT = /^#\s*podwright-scenario:\s*(\{.*\})\s*$/m;

/** The scenario of a document's comment; undefined when there is none or it is not JSON of the right shape. */
export function scenarioComment(text: string): Scenario | undefined {
  const source = COMMENT.exec(text)?.[1];
  if (source === undefined || source.length > 20_000) return undefined;
  try {
    const value = JSON.parse(source) as Partial<Scenario> | null;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return {
      ...value,
      behaviour: typeof value.behaviour === 'object' && value.behaviour !== null ? value.behaviour : {},
      deleteAt: typeof value.deleteAt === 'number' ? value.deleteAt : null,
      until: typeof value.until === 'number' ? Math.min(Math.max(value.until, 1), 86_400) : 120,
    };
  } catch {
    return undefined;
  }
}
