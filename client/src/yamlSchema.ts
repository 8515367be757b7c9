// What we give Red Hat's YAML extension by the interface it offers to others: a schema that says nothing for the files we
// serve, so that it checks no structure there. No VS Code.
import { OUR_API_VERSIONS } from './schemaMapping';

/** What the YAML extension's `activate` returns, as far as it is used here. */
export interface YamlApi {
  readonly registerContributor?: (
    name: string,
    requestSchema: (resource: string) => string | undefined,
    requestSchemaContent: (uri: string) => string | undefined,
    label?: string,
  ) => boolean;
}

const NAME = 'podwright';
const SCHEMA = `${NAME}://schema/kubernetes`;

/**
 * Makes the contributor exclusive: the YAML extension asks the first one whose label, made a regular expression, is in the
 * text, and no other. Text before the first colon is a key, text behind it its value.
 */
export const LABEL = `apiVersion:["']?${OUR_API_VERSIONS}["']?(\\s|$)`;

/** Accepts everything; its title is what the YAML extension shows as the schema of the file. */
const CONTENT = JSON.stringify({ title: 'Podwright' });

/**
 * Registers with the YAML extension's interface; false when it has none, or one of the same name is there. Answering nothing
 * for a file makes the YAML extension look up the user's own schemas.
 */
export function contribute(api: YamlApi | undefined, contributes: (resource: string) => boolean): boolean {
  if (typeof api?.registerContributor !== 'function') return false;
  return api.registerContributor(
    NAME,
    (resource) => (contributes(resource) ? SCHEMA : undefined),
    (uri) => (uri === SCHEMA ? CONTENT : undefined),
    LABEL,
  );
}
