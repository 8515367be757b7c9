// Families of images that behave alike, recognised by their repository. Names only; nothing is looked up.
import { parseImageReference } from '../../kubernetes/imageReference';

/** Programs that take long to start: mostly Java. */
export const SLOW_STARTERS =
  /(^|[/_-])(java|jdk|jre|openjdk|temurin|corretto|tomcat|jetty|wildfly|spring|jenkins|elasticsearch|opensearch|kafka|cassandra|keycloak|sonarqube|zookeeper|neo4j|solr|logstash|nexus3?)([/_-]|$)/;
/** Images without a shell and tools. */
export const BARE_IMAGES = /(^|[/_-])(distroless|scratch|static|chiselled|chainguard)([/_-]|$)/;
/** nginx from somebody else than the nginx project. */
export const NGINX = /(^|[/_-])nginx([/_-]|$)/;
/** Programs that put much into /dev/shm. */
export const SHARED_MEMORY_USERS =
  /(^|[/_-])(postgres|postgresql|postgis|chrome|chromium|selenium|browserless|puppeteer|playwright|pytorch|cuda|tritonserver|oracle)([/_-]|$)/;
/** Helpers that usually run beside an application. */
export const HELPERS =
  /(^|[/_-])(istio-proxy|proxyv2|envoy|linkerd|linkerd-proxy|cloud-sql-proxy|cloudsql-proxy|gce-proxy|fluent-bit|fluentbit|fluentd|filebeat|vault-agent|dapr)([/_-]|$)/;

/** The repository of an image with its registry, lower case; '' when it does not parse. */
export function repositoryOf(image: string): string {
  const reference = parseImageReference(image);
  if (reference === undefined) return '';
  return reference.registry === '' ? reference.repository : `${reference.registry}/${reference.repository}`;
}

/** Whether an image belongs to a family. */
export function imageMatches(image: string, family: RegExp): boolean {
  return family.test(repositoryOf(image).toLowerCase());
}
