// The Kubernetes version a file asks for: `# podwright: kubernetes=1.33` in its first comment lines.
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import { directiveEntries } from './directive';

/** Characters of the file in which the comment may stand. */
const SEARCHED = 4000;

/** The minor version of a file's directive, undefined when it has none or names a version we do not know. */
export function versionDirective(text: string): number | undefined {
  const head = text.slice(0, SEARCHED);
  const entry = directiveEntries(head).find(({ name, operator }) => name === 'kubernetes' && operator === '=');
  return entry === undefined ? undefined : directiveMinor(entry.value);
}

/** The minor version of `1.33` or `v1.33`, undefined for one we do not know. */
export function directiveMinor(value: string): number | undefined {
  const minor = Number(/^v?1\.(\d+)(?:\.\d+)?$/.exec(value)?.[1]);
  return minor >= OLDEST_MINOR && minor <= NEWEST_MINOR ? minor : undefined;
}
