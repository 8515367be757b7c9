// Environment variables and their sources, and the downward API selectors that volumes share (ValidateEnv, ValidateEnvFrom,
// validateObjectFieldSelector and neighbours, pkg/apis/core/validation/validation.go, 1.37).
import {
  convertFieldPath,
  divisorsFor,
  ENV_FIELD_PATHS,
  isResourceField,
  RESOURCE_FIELDS,
} from '../../kubernetes/downwardAPI';
import {
  isConfigMapKey,
  isEnvVarName,
  isQualifiedName,
  isRelaxedEnvVarName,
  nameIsDNSSubdomain,
  toDNS1123Subdomain,
} from '../../kubernetes/names';
import { compareQuantities, formatQuantity, parseQuantity, ZERO } from '../../kubernetes/quantity';
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from '../../kubernetes/types';
import { addField, enumFixes, removeField, removeItem, setTo } from '../fixes';
import { common } from '../kinds/commonRules';
import { badFormat, checkDNSLabel, required } from '../kinds/report';
import { type CheckContext, ruleTable } from '../rule';
import { enabled } from './gates';
import { checkNoBacksteps } from './relativePaths';

export const envRules = ruleTable('container', {
  name: {
    id: 'env-name',
    type: 'FieldValueInvalid',
    path: 'containers[*].env[*].name, containers[*].envFrom[*].prefix',
  },
  sourceMissing: { id: 'env-source-missing', type: 'FieldValueInvalid', path: 'containers[*].env[*].valueFrom' },
  valueAndSource: { id: 'env-value-and-source', type: 'FieldValueInvalid', path: 'containers[*].env[*].valueFrom' },
  sourcesMany: { id: 'env-sources-many', type: 'FieldValueInvalid', path: 'containers[*].env[*].valueFrom' },
  envFromMissing: { id: 'env-from-source-missing', type: 'FieldValueInvalid', path: 'containers[*].envFrom' },
  envFromMany: { id: 'env-from-sources-many', type: 'FieldValueInvalid', path: 'containers[*].envFrom' },
  fieldPathUnknown: { id: 'field-path-unknown', type: 'FieldValueInvalid', path: 'fieldRef.fieldPath' },
  fieldPathUnsupported: {
    id: 'field-path-unsupported',
    type: 'FieldValueNotSupported',
    path: 'fieldRef.fieldPath',
  },
  fieldPathKey: { id: 'field-path-key', type: 'FieldValueInvalid', path: 'fieldRef' },
  resourceField: {
    id: 'resource-field-unsupported',
    type: 'FieldValueNotSupported',
    path: 'resourceFieldRef.resource',
  },
  divisor: { id: 'resource-field-divisor', type: 'FieldValueInvalid', path: 'resourceFieldRef.divisor' },
  fileKey: { id: 'file-key', type: 'FieldValueInvalid', path: 'fileKeyRef.key' },
});

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;

/** Checks the `env` list of a container. */
export function checkEnv(env: readonly EnvVar[], path: string, ctx: CheckContext): void {
  for (const [i, variable] of env.entries()) {
    const at = `${path}[${i}]`;
    const name = variable.name ?? '';
    if (name === '') required(`${at}.name`, ctx, 'NAME');
    else checkEnvName(name, `${at}.name`, ctx);
    if (variable.valueFrom !== undefined) checkSource(variable.valueFrom, variable.value ?? '', at, ctx);
  }
}

function checkEnvName(name: string, path: string, ctx: CheckContext): void {
  const relaxed = enabled('RelaxedEnvironmentVariableValidation', ctx.minor);
  if (relaxed ? isRelaxedEnvVarName(name) : isEnvVarName(name)) return;
  const near = name.replace(/[^-._a-zA-Z0-9]+/g, '_').replace(/^(?=[0-9])/, '_');
  ctx.report(envRules.name, path, { value: name }, { fixes: near === '' ? [] : [setTo(path, near)] });
}

function checkSource(source: EnvVarSource, value: string, at: string, ctx: CheckContext): void {
  const path = `${at}.valueFrom`;
  if (source.fieldRef !== undefined) checkFieldRef(source.fieldRef, ENV_FIELD_PATHS, `${path}.fieldRef`, ctx);
  if (source.resourceFieldRef !== undefined) {
    checkResourceFieldRef(source.resourceFieldRef, false, `${path}.resourceFieldRef`, ctx);
  }
  for (const kind of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const selector = source[kind];
    if (selector !== undefined) checkKeySelector(selector, `${path}.${kind}`, ctx);
  }
  if (source.fileKeyRef !== undefined) checkFileKey(source.fileKeyRef, `${path}.fileKeyRef`, ctx);
  checkSourceCount(source, value, at, ctx);
}

function checkSourceCount(source: EnvVarSource, value: string, at: string, ctx: CheckContext): void {
  const path = `${at}.valueFrom`;
  const used = SOURCES.filter((name) => source[name] !== undefined);
  if (used.length === 0) {
    ctx.report(envRules.sourceMissing, path, undefined, { fixes: [removeField(path)] });
  } else if (value !== '') {
    const fixes = [removeField(`${at}.value`), removeField(path)];
    ctx.report(envRules.valueAndSource, path, undefined, { fixes });
  } else if (used.length > 1) {
    const fixes = used.map((name) => removeField(`${path}.${name}`));
    ctx.report(envRules.sourcesMany, path, { used: used.join(', ') }, { fixes });
  }
}

/** Checks a `fieldRef`; `allowed` are the plain paths that go here, `mark` is where it stands. */
export function checkFieldRef(
  selector: ObjectFieldSelector,
  allowed: readonly string[],
  path: string,
  ctx: CheckContext,
  mark = path,
): void {
  const value = selector.fieldPath ?? '';
  const at = `${path}.fieldPath`;
  const markPath = `${mark}.fieldPath`;
  if (value === '') {
    const fixes = [addField(mark, 'fieldPath', 'metadata.name')];
    ctx.report(common.required, at, { field: 'fieldPath' }, { markPath, fixes });
    return;
  }
  const known = selector.apiVersion === undefined || selector.apiVersion === 'v1';
  const converted = known ? convertFieldPath(value) : undefined;
  if (converted === undefined) {
    const fixes = known ? enumFixes(markPath, value, allowed) : [setTo(`${mark}.apiVersion`, 'v1')];
    ctx.report(envRules.fieldPathUnknown, at, { value, allowed: allowed.join(', ') }, { markPath, fixes });
    return;
  }
  const { path: plain, subscript } = converted;
  if (subscript !== undefined) {
    const key = plain === 'metadata.annotations' ? subscript.toLowerCase() : subscript;
    if (!isQualifiedName(key)) ctx.report(envRules.fieldPathKey, path, { key: subscript }, { markPath });
  } else if (!allowed.includes(plain)) {
    const fixes = enumFixes(markPath, value, allowed);
    ctx.report(envRules.fieldPathUnsupported, at, { value, allowed: allowed.join(', ') }, { markPath, fixes });
  }
}

/** Checks a `resourceFieldRef`; files of a volume must name the container. `mark` is where it stands. */
export function checkResourceFieldRef(
  selector: ResourceFieldSelector,
  volume: boolean,
  path: string,
  ctx: CheckContext,
  mark = path,
): void {
  const { containerName = '', resource = '', divisor } = selector;
  if (volume && containerName === '') reportMissing('containerName', path, mark, ctx);
  else if (resource === '') reportMissing('resource', path, mark, ctx, 'limits.memory');
  else if (!isResourceField(resource)) {
    const markPath = `${mark}.resource`;
    const fixes = enumFixes(markPath, resource, RESOURCE_FIELDS);
    const values = { value: resource, allowed: RESOURCE_FIELDS.join(', ') };
    ctx.report(envRules.resourceField, `${path}.resource`, values, { markPath, fixes });
  }
  if (divisor !== undefined) checkDivisor(resource, divisor, `${path}.divisor`, `${mark}.divisor`, ctx);
}

function reportMissing(field: string, path: string, mark: string, ctx: CheckContext, placeholder?: string): void {
  const fixes = placeholder === undefined ? [] : [addField(mark, field, placeholder)];
  ctx.report(common.required, `${path}.${field}`, { field }, { markPath: `${mark}.${field}`, fixes });
}

function checkDivisor(
  resource: string,
  written: string | number,
  path: string,
  markPath: string,
  ctx: CheckContext,
): void {
  const divisor = parseQuantity(written) ?? ZERO;
  const allowed = divisorsFor(resource);
  if (compareQuantities(divisor, ZERO) === 0 || allowed === undefined) return;
  // The server keeps a "1" with its suffix as written and compares that text; other spellings are made canonical first.
  const text = String(written).trim();
  if (allowed.includes(/^\+?0*1\.?([a-zA-Z].*)?$/.test(text) ? text : formatQuantity(divisor))) return;
  const values = { value: String(written), resource, allowed: allowed.join(', ') };
  ctx.report(envRules.divisor, path, values, { markPath, fixes: [setTo(markPath, '1')] });
}

function checkKeySelector(selector: ConfigMapKeySelector, path: string, ctx: CheckContext): void {
  const name = selector.name ?? '';
  if (!nameIsDNSSubdomain(name, false)) {
    badFormat(common.dnsSubdomain, name, `${path}.name`, ctx, toDNS1123Subdomain(name));
  }
  const key = selector.key ?? '';
  if (key === '') required(`${path}.key`, ctx);
  else if (!isConfigMapKey(key)) badFormat(common.dataKey, key, `${path}.key`, ctx);
}

function checkFileKey(selector: FileKeySelector, path: string, ctx: CheckContext): void {
  if (!enabled('EnvFiles', ctx.minor)) return;
  const { key = '', volumeName = '', path: file = '' } = selector;
  if (key === '') required(`${path}.key`, ctx);
  else if (!isRelaxedEnvVarName(key)) ctx.report(envRules.fileKey, `${path}.key`, { value: key });
  if (volumeName === '') required(`${path}.volumeName`, ctx);
  else checkDNSLabel(volumeName, `${path}.volumeName`, ctx);
  if (file === '') required(`${path}.path`, ctx);
  else checkNoBacksteps(file, `${path}.path`, ctx);
}

/** Checks the `envFrom` list of a container. The server reports a wrong number of sources at the list. */
export function checkEnvFrom(sources: readonly EnvFromSource[], path: string, ctx: CheckContext): void {
  for (const [i, source] of sources.entries()) {
    const at = `${path}[${i}]`;
    if ((source.prefix ?? '') !== '') checkEnvName(source.prefix ?? '', `${at}.prefix`, ctx);
    const used = (['configMapRef', 'secretRef'] as const).filter((kind) => source[kind] !== undefined);
    for (const kind of used) checkEnvSourceName(source[kind]?.name ?? '', `${at}.${kind}.name`, ctx);
    if (used.length === 0) {
      ctx.report(envRules.envFromMissing, path, { index: i }, { markPath: at, fixes: [removeItem(at)] });
    }
    if (used.length > 1) {
      const fixes = used.map((kind) => removeField(`${at}.${kind}`));
      ctx.report(envRules.envFromMany, path, { index: i }, { markPath: at, fixes });
    }
  }
}

function checkEnvSourceName(name: string, path: string, ctx: CheckContext): void {
  if (name === '') required(path, ctx, 'my-name');
  else if (!nameIsDNSSubdomain(name, true)) badFormat(common.dnsSubdomain, name, path, ctx, toDNS1123Subdomain(name));
}
