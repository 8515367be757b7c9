// ConfigMap, Secret, ServiceAccount and Namespace (core/validation/validation.go, 1.37).
import { type Fields, objectOf, textMapOf, textOf, textsOf } from '../../kubernetes/fields';
import { byteLength, isConfigMapKey, isQualifiedName } from '../../kubernetes/names';
import { removeField } from '../fixes';
import { metadataRules } from '../metadata';
import type { CheckContext } from '../rule';
import { common } from './commonRules';
import { config, configWarnings } from './configRules';

/** Bytes that a ConfigMap or Secret may hold (core.MaxSecretSize). */
const DATA_MAX_BYTES = 1024 * 1024;
const SERVICE_ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';
const MOUNTABLE_SECRETS_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';

type TextMap = Readonly<Record<string, string>>;

/** Checks a ConfigMap (ValidateConfigMap). */
export function checkConfigMap(configMap: Fields, ctx: CheckContext): void {
  const data = textMapOf(configMap, 'data');
  const binary = textMapOf(configMap, 'binaryData');
  checkKeys(data, 'data', ctx);
  checkKeys(binary, 'binaryData', ctx);
  for (const key of Object.keys(data)) {
    if (!Object.hasOwn(binary, key)) continue;
    ctx.report(
      config.dataTwice,
      `data[${key}]`,
      { key },
      { fixes: [removeField(`data[${key}]`), removeField(`binaryData[${key}]`)] },
    );
  }
  const bytes = sum(Object.values(data).map(byteLength)) + sum(Object.values(binary).map(decodedLength));
  // The server names no field here.
  if (bytes > DATA_MAX_BYTES)
    ctx.report(config.dataTooLarge, '', { bytes, limit: DATA_MAX_BYTES }, { markPath: 'data' });
}

function checkKeys(data: TextMap, path: string, ctx: CheckContext): void {
  for (const key of Object.keys(data)) {
    if (isConfigMapKey(key)) continue;
    const better = key.replace(/[^-._a-zA-Z0-9]+/g, '-').slice(0, 253);
    const edits = [{ op: 'rename', path: `${path}[${key}]`, key: better }] as const;
    const fixes = isConfigMapKey(better)
      ? [{ title: 'fix-rename-key', values: { key: better }, edits, preferred: true }]
      : [];
    ctx.report(common.dataKey, `${path}[${key}]`, { field: path, value: key }, { fixes, at: 'key' });
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Bytes that a base64 text stands for. */
function decodedLength(base64: string): number {
  const bare = base64.replace(/[\r\n]/g, '');
  return Math.floor((bare.length * 3) / 4) - (bare.endsWith('==') ? 2 : bare.endsWith('=') ? 1 : 0);
}

/** Checks a Secret whose defaults are filled in (ValidateSecret); `stringData` counts as data, as after conversion. */
export function checkSecret(secret: Fields, ctx: CheckContext): void {
  const encoded = textMapOf(secret, 'data');
  const plain = textMapOf(secret, 'stringData');
  const keys = new Set([...Object.keys(encoded), ...Object.keys(plain)]);
  checkKeys(Object.fromEntries([...keys].map((key) => [key, ''])), 'data', ctx);
  const size = (key: string) =>
    Object.hasOwn(plain, key) ? byteLength(plain[key] ?? '') : decodedLength(encoded[key] ?? '');
  const bytes = sum([...keys].map(size));
  if (bytes > DATA_MAX_BYTES) ctx.report(config.dataTooLarge, 'data', { bytes, limit: DATA_MAX_BYTES });
  checkSecretType(secret, keys, size, ctx);
}

function checkSecretType(
  secret: Fields,
  keys: ReadonlySet<string>,
  size: (key: string) => number,
  ctx: CheckContext,
): void {
  const need = (key: string) => {
    if (!keys.has(key))
      ctx.report(
        config.secretKey,
        `data[${key}]`,
        { key, type: textOf(secret, 'type') },
        { fixes: [keyFix(secret, key)] },
      );
  };
  switch (textOf(secret, 'type')) {
    case 'kubernetes.io/service-account-token':
      checkServiceAccountAnnotation(secret, ctx);
      break;
    case 'kubernetes.io/dockercfg':
      need('.dockercfg');
      checkJSON(secret, '.dockercfg', ctx);
      break;
    case 'kubernetes.io/dockerconfigjson':
      need('.dockerconfigjson');
      checkJSON(secret, '.dockerconfigjson', ctx);
      break;
    case 'kubernetes.io/basic-auth':
      if (!keys.has('username') && !keys.has('password')) ['username', 'password'].forEach(need);
      break;
    case 'kubernetes.io/ssh-auth':
      if (!keys.has('ssh-privatekey') || size('ssh-privatekey') === 0) {
        const values = { key: 'ssh-privatekey', type: 'kubernetes.io/ssh-auth' };
        ctx.report(config.secretKey, 'data[ssh-privatekey]', values, { fixes: [keyFix(secret, 'ssh-privatekey')] });
      }
      break;
    case 'kubernetes.io/tls':
      ['tls.crt', 'tls.key'].forEach(need);
  }
}

function keyFix(secret: Fields, key: string) {
  const map = secret.data === undefined ? 'stringData' : 'data';
  const there = secret[map] !== undefined;
  const edit = there
    ? ({ op: 'set', path: `${map}[${key}]`, raw: '""' } as const)
    : ({ op: 'add', path: '', block: `${map}:\n  ${key}: ""` } as const);
  return { title: 'fix-add-field', values: { field: key, value: '""' }, edits: [edit] };
}

function checkServiceAccountAnnotation(secret: Fields, ctx: CheckContext): void {
  const annotations = textMapOf(objectOf(secret, 'metadata'), 'annotations');
  if ((annotations[SERVICE_ACCOUNT_ANNOTATION] ?? '') !== '') return;
  ctx.report(config.serviceAccountName, `metadata.annotations[${SERVICE_ACCOUNT_ANNOTATION}]`);
}

function checkJSON(secret: Fields, key: string, ctx: CheckContext): void {
  const text = contentOf(secret, key);
  if (text !== undefined && !isJSONObject(text)) ctx.report(config.secretJSON, `data[${key}]`, { key });
}

/** An object or null, which Go reads into a map. */
function isJSONObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Warnings of a Secret that is accepted (registry/core/secret/strategy.go). Of tls.X509KeyPair only the first step is
 * done: whether there is any PEM block. Whether certificate and key belong together is not found out.
 */
export function warnSecret(secret: Fields, ctx: CheckContext): void {
  if (textOf(secret, 'type') !== 'kubernetes.io/tls') return;
  const wanted = [
    ['tls.crt', /-----BEGIN CERTIFICATE-----/],
    ['tls.key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/],
  ] as const;
  for (const [key, block] of wanted) {
    if (block.test(contentOf(secret, key) ?? '')) continue;
    ctx.report(configWarnings.tlsNotPEM, `data[${key}]`, { key });
    return;
  }
}

/** Text of one key after conversion: `stringData` wins. */
function contentOf(secret: Fields, key: string): string | undefined {
  const encoded = textMapOf(secret, 'data')[key];
  return textMapOf(secret, 'stringData')[key] ?? (encoded === undefined ? undefined : decodeBase64(encoded));
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as Latin-1 characters: enough to tell whether they are JSON. */
function decodeBase64(text: string): string {
  let out = '';
  let bits = 0;
  let count = 0;
  for (const char of text) {
    const value = BASE64.indexOf(char);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += String.fromCharCode((bits >> count) & 0xff);
  }
  return out;
}

/** Checks a Namespace (ValidateNamespace). */
export function checkNamespace(namespace: Fields, ctx: CheckContext): void {
  for (const [i, name] of textsOf(objectOf(namespace, 'spec'), 'finalizers').entries()) {
    const markPath = `spec.finalizers[${i}]`;
    if (!isQualifiedName(name))
      ctx.report(metadataRules.finalizerName, 'spec.finalizers', { value: name }, { markPath });
    if (!name.includes('/') && !['kubernetes', 'orphan', 'foregroundDeletion'].includes(name)) {
      ctx.report(config.namespaceFinalizer, 'spec.finalizers', { value: name }, { markPath });
    }
  }
}

/** Warnings of a ServiceAccount that is accepted (registry/core/serviceaccount/strategy.go). */
export function warnServiceAccount(account: Fields, ctx: CheckContext): void {
  const annotations = textMapOf(objectOf(account, 'metadata'), 'annotations');
  if (!Object.hasOwn(annotations, MOUNTABLE_SECRETS_ANNOTATION)) return;
  const path = `metadata.annotations[${MOUNTABLE_SECRETS_ANNOTATION}]`;
  ctx.report(configWarnings.mountableSecrets, path, undefined, { fixes: [removeField(path)] });
}
