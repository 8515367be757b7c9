// The Kubernetes version a file asks for: `# podwright: kubernetes=1.33` in its first comment lines.
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';

/** The minor version of a file's directive, undefined when it has none or names a version we do not know. */
export function versionDirective(text: string): number | undefined {
  const match = /^#\s*podwright:[^\n]*\bkubernetes\s*=\s*v?1\.(\d+)/m.exec(text.slice(0, 4000));
  const minor = Number(match?.[1]);
  return minor >= OLDEST_MINOR && minor <= NEWEST_MINOR ? minor : undefined;
}
