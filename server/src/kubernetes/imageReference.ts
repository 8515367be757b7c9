// Image references: registry, repository, tag, digest. Grammar of github.com/distribution/reference (v0.6.0, regexp.go and
// normalize.go), which the kubelet parses with (pkg/util/parsers/parsers.go ParseImageName, 1.37).

export interface ImageReference {
  /** Empty when none is written. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
const HOST =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const MAX_REPOSITORY = 255;

/** Takes a reference apart; undefined when the kubelet would call it InvalidImageName. */
export function parseImageReference(image: string): ImageReference | undefined {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  const { name, tag } = splitTag(rest);
  const { registry, repository } = splitRegistry(name);
  if (!REPOSITORY.test(repository) || `${registry}/${repository}`.length > MAX_REPOSITORY + 1) return undefined;
  if (registry !== '' && !HOST.test(registry)) return undefined;
  if ((tag !== undefined && !TAG.test(tag)) || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  if (registry === '' && /^[0-9a-f]{64}$/.test(repository)) return undefined;
  return { registry, repository, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

function splitTag(rest: string): { readonly name: string; readonly tag?: string } {
  const colon = rest.lastIndexOf(':');
  return colon > rest.lastIndexOf('/') ? { name: rest.slice(0, colon), tag: rest.slice(colon + 1) } : { name: rest };
}

/** The part before the first slash is a registry when it looks like a host (normalize.go splitDockerDomain). */
function splitRegistry(name: string): { readonly registry: string; readonly repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const host = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;
  return host ? { registry: first, repository: name.slice(slash + 1) } : { registry: '', repository: name };
}

/** Whether the image means whatever `latest` is today: no tag and no digest, or the tag `latest`. */
export function isLatest({ tag, digest }: ImageReference): boolean {
  return digest === undefined && (tag === undefined || tag === 'latest');
}

/** What a reference that does not parse most likely means; undefined when no simple repair parses. */
export function repairImageReference(image: string): string | undefined {
  const bare = image
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\s+/g, '')
    .replace(/[:@/]+$/, '');
  const cut = /[:@](?!.*\/)/.exec(bare)?.index ?? bare.length;
  const candidates = [bare, bare.slice(0, cut).toLowerCase() + bare.slice(cut)];
  return candidates.find((candidate) => candidate !== image && parseImageReference(candidate) !== undefined);
}
