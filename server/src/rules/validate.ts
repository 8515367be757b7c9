// Dispatch by kind. Stand-in until the table of kinds arrives (owner: VKIND): keep both exports, they are used by
// rules/check.ts and features/pods.ts.
import type { CheckContext } from './rule';

/** Checks a decoded object (no defaults yet) as the API server's create does. Paths are relative to the object. */
export function validateObject(
  _apiVersion: string,
  _kind: string,
  _object: Record<string, unknown>,
  _ctx: CheckContext,
): void {}

/** A copy of a decoded object with the server's defaults filled in. */
export function withDefaults(
  _apiVersion: string,
  _kind: string,
  object: Record<string, unknown>,
): Record<string, unknown> {
  return structuredCloneOf(object) as Record<string, unknown>;
}

function structuredCloneOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(structuredCloneOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structuredCloneOf(inner)]));
}
