// Cheap looks at a text and at the YAML extension's settings: which schema the user gave the file, and whose kinds it holds.
// Regular expressions, no parsing, no VS Code.

/** Only this much of a text is looked at, in UTF-16 units. */
const LOOK_AT = 256 * 1024;

/** The groups of Kubernetes itself whose kinds we check (schemas/structure.json); a test holds the two together. */
export const GROUPS: readonly string[] = [
  'admissionregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
];

/** `apiVersion` values of those groups, as the source of a regular expression without colons. */
export const OUR_API_VERSIONS = `((${GROUPS.map((group) => group.replaceAll('.', '[.]')).join('|')})/)?v[0-9][a-z0-9]*`;

const API_VERSION = /^(?:apiVersion|"apiVersion"|'apiVersion')[ \t]*:[ \t]*["']?([^\s"'#]+)/m;
const OURS = new RegExp(`^${OUR_API_VERSIONS}$`);

/** Whose kinds the documents of a text hold: ours, some of ours, or none. Documents without an `apiVersion` do not count. */
export function contentOf(text: string): 'ours' | 'mixed' | 'foreign' {
  let ours = 0;
  let others = 0;
  for (const document of text.slice(0, LOOK_AT).split(/^---/m)) {
    const apiVersion = API_VERSION.exec(document)?.[1];
    if (apiVersion === undefined) continue;
    // a kubeconfig is no object of the API
    if (OURS.test(apiVersion) && !(apiVersion === 'v1' && /^kind[ \t]*:[ \t]*Config\b/m.test(document))) ours++;
    else others++;
  }
  if (ours === 0) return 'foreign';
  return others === 0 ? 'ours' : 'mixed';
}

/** The schema a file names itself: by a modeline of the YAML extension, or by a `$schema` key. */
export function schemaInText(text: string): string | undefined {
  const start = text.slice(0, LOOK_AT);
  const modeline = /^[ \t]*#[ \t]+yaml-language-server[ \t]*:.*\$schema=(\S+)/m.exec(start)?.[1];
  const schema = modeline ?? /^["']?\$schema["']?[ \t]*:[ \t]*["']?([^\s"'#]+)/m.exec(start)?.[1];
  return schema === 'none' ? undefined : schema;
}

/**
 * Which schema the user gave a file: named in its text, else in the setting `yaml.schemas` (schema -> patterns), where
 * `kubernetes` stands for the YAML extension's own schema of Kubernetes. `matches` says whether a pattern fits the file.
 */
export function mappingOf(
  text: string,
  schemas: unknown,
  matches: (pattern: string) => boolean,
): 'none' | 'kubernetes' | 'own' {
  const named = schemaInText(text);
  if (named !== undefined) return named === 'kubernetes' ? 'kubernetes' : 'own';
  if (typeof schemas !== 'object' || schemas === null) return 'none';
  const fitting = Object.entries(schemas).filter(([, patterns]) => anyMatches(patterns, matches));
  if (fitting.length === 0) return 'none';
  return fitting.every(([schema]) => schema === 'kubernetes') ? 'kubernetes' : 'own';
}

/** A pattern that begins with `!` takes files out, as in the YAML extension. */
function anyMatches(patterns: unknown, matches: (pattern: string) => boolean): boolean {
  const list = (Array.isArray(patterns) ? patterns : [patterns]).filter(
    (one): one is string => typeof one === 'string',
  );
  const out = list.filter((one) => one.startsWith('!')).map((one) => one.slice(1));
  return list.some((one) => !one.startsWith('!') && matches(one)) && !out.some(matches);
}
