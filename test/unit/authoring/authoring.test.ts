// Five workloads written from an empty file with completion and typing only; none of the snippets for whole objects is
// used. The specifications were written first. AUTHORING=1 prints what was written and how many keys it took.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { YamlStream } from '../../../server/src/yaml/stream';
import { root } from '../../support/texts';
import { Typist } from '../../support/typist';

interface Specification {
  readonly asked: string;
  readonly documents: readonly Readonly<Record<string, string | number>>[];
}

const specifications = JSON.parse(
  readFileSync(path.join(root, 'test/cases/authoring/specifications.json'), 'utf8'),
) as Record<string, Specification>;

/** `kind` with its apiVersion, and the name. */
function begin(typist: Typist, kind: string, name: string): Typist {
  return typist.take('kind').take(kind).enter().take('metadata').type(name).enter().outdent();
}

const SESSIONS: Readonly<Record<string, (typist: Typist) => void>> = {
  web: (typist) => {
    begin(typist, 'Deployment', 'shop').take('spec').tab().type('registry.example.com/shop:1.4.2').enter();
    typist.take('ports').type('8080').enter().take('name').take('http').enter().outdent(2);
    typist.take('livenessProbe httpGet').tab().take('http').end().enter().outdent();
    typist.take('readinessProbe httpGet').tab().take('http').end().enter().outdent();
    typist.take('resources requests limits').end().enter().outdent(6);
    typist.take('replicas').take('3').enter().outdent().type('---').enter();
    begin(typist, 'Service', 'shop').take('spec').tab().take('80').tab().take('http');
  },
  worker: (typist) => {
    begin(typist, 'ConfigMap', 'mailer').take('data').type('queue: mails').enter().outdent().type('---').enter();
    begin(typist, 'Deployment', 'mailer').take('spec').tab().type('registry.example.com/mailer:2.0.1').enter();
    typist.take('env from ConfigMap key').type('QUEUE').tab().take('mailer').tab().take('queue').enter().outdent(3);
    typist.take('env from Secret key').type('PASSWORD').tab().type('mailer').tab().type('password').enter().outdent(4);
    typist.take('lifecycle preStop sleep').type('10').enter().outdent(5);
    typist.take('terminationGracePeriodSeconds').take('60');
  },
  cronjob: (typist) => {
    begin(typist, 'CronJob', 'backup').take('spec').take('0 3 * * *').tab().take('OnFailure').tab().tab();
    typist.type('registry.example.com/backup:1.0.0').enter().take('args').type('--all').enter().outdent();
    typist.take('resources').take('limits').take('memory').take('256Mi').enter().outdent(6);
    typist.take('backoffLimit').take('3').enter().outdent(2).take('concurrencyPolicy').take('Forbid');
  },
  statefulset: (typist) => {
    begin(typist, 'StatefulSet', 'db').take('spec').tab().type('postgres:17.2').enter();
    typist.take('ports').type('5432').enter().take('name').type('postgres').enter().outdent(2);
    typist.take('volumeMounts').type('data').tab().type('/var/lib/postgresql/data').enter().outdent(6);
    typist.take('volumeClaimTemplates one disk').tab().take('10Gi').enter().outdent(6).type('---').enter();
    begin(typist, 'Service', 'db').take('spec').tab().type('5432').tab().take('postgres').enter().outdent(2);
    typist.take('clusterIP').take('None');
  },
  sidecar: (typist) => {
    begin(typist, 'Pod', 'report').take('spec').tab().type('registry.example.com/report:1.1.0').enter();
    typist.take('volumeMounts').type('tmp').tab().take('/tmp').enter().outdent(4);
    typist.take('volumes emptyDir').end().enter().outdent(2);
    typist.take('initContainers sidecar').type('proxy').tab().type('registry.example.com/proxy:3.1.0').end().enter();
    typist.take('startupProbe tcpSocket').type('9000').end().enter().outdent();
    typist.take('volumeMounts').take('tmp').tab().take('/tmp');
  },
};

describe('five workloads', () => {
  for (const [name, session] of Object.entries(SESSIONS)) {
    const { documents } = specifications[name] as Specification;
    test(name, () => {
      const typist = new Typist();
      session(typist);
      const { text, keys } = typist;
      if (process.env.AUTHORING === '1') console.log(`${text}\n# ${keys} keys for ${text.length} characters`);
      expect(valuesOf(text, documents)).toEqual(documents);
      const findings = analyzeFile(YamlStream.of(text), 37).documents.flatMap((one) => one.findings);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(keys / text.length).toBeLessThanOrEqual(0.4);
    });
  }
});

/** The values a text has at the paths a specification speaks of. */
function valuesOf(text: string, documents: Specification['documents']): Record<string, unknown>[] {
  const objects = analyzeFile(YamlStream.of(text), 37).documents.flatMap((one) => one.objects);
  return documents.map((expected, i) =>
    Object.fromEntries(Object.keys(expected).map((key) => [key, at(objects[i]?.decoded.value, key)])),
  );
}

function at(value: unknown, key: string): unknown {
  let current = value;
  for (const [, name, index] of key.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    current = (current as Record<string, unknown> | undefined)?.[name ?? index ?? ''];
  }
  return current;
}
