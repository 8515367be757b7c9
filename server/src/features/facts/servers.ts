// Well known servers, recognised by program or image, as ids of sentences about how they stop.
import { commandForm } from '../../kubernetes/commandForm';
import { parseImageReference } from '../../kubernetes/imageReference';
import type { Container } from '../../kubernetes/types';

/** Pattern of a program's or repository's last part, and the id of what is known. */
const SERVERS: readonly (readonly [RegExp, string])[] = [
  [/^(nginx|openresty)/, 'server.nginx'],
  [/^(httpd|apache2)/, 'server.httpd'],
  [/^(postgres|postgresql|postgis)/, 'server.postgres'],
  [/^(php-fpm|php)$/, 'server.phpFpm'],
  [/^haproxy/, 'server.haproxy'],
  [/^gunicorn/, 'server.gunicorn'],
  [/^uwsgi/, 'server.uwsgi'],
  [/^unicorn/, 'server.unicorn'],
  [/^(node|npm|yarn|pnpm|npx)$/, 'server.node'],
  [/^python[\d.]*$/, 'server.python'],
  [/^golang$/, 'server.go'],
  [/^(java|openjdk|temurin|eclipse-temurin|amazoncorretto|tomcat|jetty|wildfly)$/, 'server.java'],
  [/^(dotnet|aspnet)$/, 'server.dotnet'],
  [/^redis/, 'server.redis'],
  [/^(mysql|mariadb|mysqld)/, 'server.mysql'],
  [/^kafka/, 'server.kafka'],
  [/^envoy/, 'server.envoy'],
  [/^celery/, 'server.celery'],
  [/^(systemd|init)$/, 'server.systemd'],
];

/** The id of what is known about the server in a container; the command says more than the image. */
export function serverOf(container: Container): string | undefined {
  const form = commandForm(container);
  const program = form?.known === true && form.shell === undefined ? form.program : undefined;
  if (program !== undefined) return SERVERS.find(([pattern]) => pattern.test(program))?.[1];
  const repository = parseImageReference(container.image ?? '')?.repository ?? '';
  const image = repository.slice(repository.lastIndexOf('/') + 1);
  if (form?.shell !== undefined || /(exporter|operator|sidecar)/.test(image)) return undefined;
  return SERVERS.find(([pattern]) => pattern.test(image))?.[1];
}
