// Object metadata on create: names, namespace, labels, annotations, finalizers, owners (apimachinery api/validation
// objectmeta.go and apis/meta/v1/validation, 1.37). Label selectors are here too, for all who have one.
import {
  byteLength,
  isDNS1123Label,
  isLabelValue,
  isQualifiedName,
  type NameValidator,
  nameIsDNS1035Label,
  nameIsDNSLabel,
  nameIsDNSSubdomain,
  nameIsPathSegment,
  toDNS1123Label,
  toDNS1123Subdomain,
  toLabelValue,
} from '../kubernetes/names';
import type { Fix } from './finding';
import { addField, enumFixes, removeField, removeItem, setTo } from './fixes';
import { type CheckContext, type Rule, ruleTable } from './rule';

export const metadataRules = ruleTable('metadata', {
  nameRequired: { id: 'metadata-name-required', type: 'FieldValueRequired', path: 'metadata.name' },
  nameSubdomain: {
    id: 'metadata-name-subdomain',
    type: 'FieldValueInvalid',
    path: 'metadata.name, metadata.generateName',
  },
  nameLabel: { id: 'metadata-name-label', type: 'FieldValueInvalid', path: 'metadata.name, metadata.generateName' },
  nameDNS1035: {
    id: 'metadata-name-dns1035',
    type: 'FieldValueInvalid',
    path: 'metadata.name, metadata.generateName',
  },
  namePathSegment: {
    id: 'metadata-name-path-segment',
    type: 'FieldValueInvalid',
    path: 'metadata.name, metadata.generateName',
  },
  namespaceLabel: { id: 'metadata-namespace', type: 'FieldValueInvalid', path: 'metadata.namespace' },
  generation: { id: 'metadata-generation', type: 'FieldValueInvalid', path: 'metadata.generation' },
  labelKey: { id: 'label-key', type: 'FieldValueInvalid', path: 'metadata.labels, selector.matchLabels' },
  labelValue: { id: 'label-value', type: 'FieldValueInvalid', path: 'metadata.labels, selector.matchLabels' },
  annotationKey: { id: 'annotation-key', type: 'FieldValueInvalid', path: 'metadata.annotations' },
  annotationsSize: { id: 'annotations-size', type: 'FieldValueTooLong', path: 'metadata.annotations' },
  finalizerName: { id: 'finalizer-name', type: 'FieldValueInvalid', path: 'metadata.finalizers' },
  finalizerStandard: { id: 'finalizer-standard', type: 'FieldValueInvalid', path: 'metadata.finalizers[*]' },
  finalizersConflict: { id: 'finalizers-conflict', type: 'FieldValueInvalid', path: 'metadata.finalizers' },
  ownerRequired: { id: 'owner-required', type: 'FieldValueRequired', path: 'metadata.ownerReferences[*]' },
  ownerAPIVersion: {
    id: 'owner-api-version',
    type: 'FieldValueInvalid',
    path: 'metadata.ownerReferences[*].apiVersion',
  },
  ownerBanned: { id: 'owner-banned', type: 'FieldValueInvalid', path: 'metadata.ownerReferences[*]' },
  ownerControllers: { id: 'owner-controllers', type: 'FieldValueInvalid', path: 'metadata.ownerReferences' },
  managedOperationRequired: {
    id: 'managed-fields-operation-required',
    type: 'FieldValueRequired',
    path: 'metadata.managedFields[*].operation',
  },
  managedOperation: {
    id: 'managed-fields-operation',
    type: 'FieldValueNotSupported',
    path: 'metadata.managedFields[*].operation',
  },
  managedFieldsType: {
    id: 'managed-fields-type',
    type: 'FieldValueInvalid',
    path: 'metadata.managedFields[*].fieldsType',
  },
  managedManager: {
    id: 'managed-fields-manager',
    type: 'FieldValueInvalid',
    path: 'metadata.managedFields[*].manager',
  },
  managedTooLong: {
    id: 'managed-fields-too-long',
    type: 'FieldValueTooLong',
    path: 'metadata.managedFields[*].manager, metadata.managedFields[*].subresource',
  },
  selectorValuesRequired: {
    id: 'selector-values-required',
    type: 'FieldValueRequired',
    path: 'matchExpressions[*].values',
  },
  selectorValuesForbidden: {
    id: 'selector-values-forbidden',
    type: 'FieldValueForbidden',
    path: 'matchExpressions[*].values',
  },
  selectorOperator: { id: 'selector-operator', type: 'FieldValueInvalid', path: 'matchExpressions[*].operator' },
});

/** The parts of ObjectMeta that the server checks. */
export interface CheckedObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly CheckedOwnerReference[];
  readonly managedFields?: readonly CheckedManagedFields[];
}

export interface CheckedOwnerReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly controller?: boolean;
}

export interface CheckedManagedFields {
  readonly operation?: string;
  readonly fieldsType?: string;
  readonly manager?: string;
  readonly subresource?: string;
}

/** What a kind asks of its names, the rule that says so, and a repair. */
export interface NameFormat {
  readonly valid: NameValidator;
  readonly rule: Rule;
  readonly repair: (name: string) => string | undefined;
}

/** Most kinds. */
export const subdomainName: NameFormat = {
  valid: nameIsDNSSubdomain,
  rule: metadataRules.nameSubdomain,
  repair: toDNS1123Subdomain,
};

/** Namespaces, Services since 1.36 and others. */
export const labelName: NameFormat = {
  valid: nameIsDNSLabel,
  rule: metadataRules.nameLabel,
  repair: toDNS1123Label,
};

/** Services before 1.36. */
export const dns1035Name: NameFormat = {
  valid: nameIsDNS1035Label,
  rule: metadataRules.nameDNS1035,
  repair: (name) => toDNS1123Label(name)?.replace(/^[^a-z]+/, ''),
};

/** RBAC kinds. */
export const pathSegmentName: NameFormat = {
  valid: nameIsPathSegment,
  rule: metadataRules.namePathSegment,
  repair: (name) => name.replace(/[/%]+/g, '-'),
};

export interface ObjectMetaOptions {
  readonly namespaced: boolean;
  readonly name: NameFormat;
  /** Finalizers without a domain must be standard ones (the core, apps and batch groups). Default true. */
  readonly standardFinalizers?: boolean;
}

/** Random tail the server adds to a generateName; a fixed one, of the same length (storage/names SimpleNameGenerator). */
const GENERATED_TAIL = 'xxxxx';
const GENERATED_BASE_MAX_LENGTH = 63 - GENERATED_TAIL.length;

/** The name an object will have: its own, or one made from generateName; '' when it has neither. */
export function effectiveName(meta: CheckedObjectMeta): string {
  if (meta.name !== undefined && meta.name !== '') return meta.name;
  const base = meta.generateName ?? '';
  return base === '' ? '' : base.slice(0, GENERATED_BASE_MAX_LENGTH) + GENERATED_TAIL;
}

/** Checks the metadata of an object that is created on its own (not of a template). `path` is usually `metadata`. */
export function checkObjectMeta(
  meta: CheckedObjectMeta,
  options: ObjectMetaOptions,
  path: string,
  ctx: CheckContext,
): void {
  checkNames(meta, options.name, path, ctx);
  checkNamespace(meta.namespace ?? '', options.namespaced, path, ctx);
  if ((meta.generation ?? 0) < 0) {
    const at = `${path}.generation`;
    ctx.report(metadataRules.generation, at, undefined, { fixes: [removeField(at, true)] });
  }
  checkLabels(meta.labels ?? {}, `${path}.labels`, ctx);
  checkAnnotations(meta.annotations ?? {}, `${path}.annotations`, ctx);
  checkOwnerReferences(meta.ownerReferences ?? [], `${path}.ownerReferences`, ctx);
  checkFinalizers(meta.finalizers ?? [], options.standardFinalizers ?? true, `${path}.finalizers`, ctx);
  for (const [i, entry] of (meta.managedFields ?? []).entries()) {
    checkManagedFields(entry, `${path}.managedFields[${i}]`, ctx);
  }
}

function checkNames(meta: CheckedObjectMeta, format: NameFormat, path: string, ctx: CheckContext): void {
  const generateName = meta.generateName ?? '';
  if (generateName !== '' && !format.valid(generateName, true)) {
    reportName(format, generateName, `${path}.generateName`, ctx, '-');
  }
  const name = effectiveName(meta);
  if (name === '') {
    ctx.report(metadataRules.nameRequired, `${path}.name`, undefined, { fixes: [addField(path, 'name', 'my-name')] });
  } else if (!format.valid(name, false)) {
    reportName(format, name, `${path}.name`, ctx, '', name !== meta.name);
  }
}

function reportName(
  format: NameFormat,
  name: string,
  path: string,
  ctx: CheckContext,
  tail: string,
  consequence = false,
): void {
  const repaired = format.repair(name);
  const fixes = repaired === undefined || repaired === '' || consequence ? [] : [setTo(path, repaired + tail)];
  ctx.report(format.rule, path, { value: name }, { fixes, ...(consequence ? { consequence } : {}) });
}

function checkNamespace(namespace: string, namespaced: boolean, path: string, ctx: CheckContext): void {
  // The server clears the namespace of a cluster-wide object before it looks.
  if (namespace === '' || !namespaced) return;
  if (!isDNS1123Label(namespace)) {
    const repaired = toDNS1123Label(namespace);
    ctx.report(
      metadataRules.namespaceLabel,
      `${path}.namespace`,
      { value: namespace },
      { fixes: repaired === undefined ? [] : [setTo(`${path}.namespace`, repaired)] },
    );
  }
}

/**
 * Checks a map of labels: keys are qualified names, values label values. The server reports the map itself, that of a
 * template without its `metadata`; `mark` is where the map stands.
 */
export function checkLabels(
  labels: Readonly<Record<string, string>>,
  path: string,
  ctx: CheckContext,
  mark = path,
): void {
  for (const [key, value] of Object.entries(labels)) {
    const markPath = `${mark}[${key}]`;
    if (!isQualifiedName(key)) {
      ctx.report(metadataRules.labelKey, path, { key }, { markPath, at: 'key', fixes: keyFixes(key, markPath) });
    }
    if (!isLabelValue(value)) {
      const fixes = [setTo(markPath, toLabelValue(value))];
      ctx.report(metadataRules.labelValue, path, { key, value }, { markPath, at: 'value', fixes });
    }
  }
}

/** Largest sum of bytes of all annotation keys and values (objectmeta.go TotalAnnotationSizeLimitB). */
export const ANNOTATIONS_SIZE_LIMIT_BYTES = 256 * 1024;

/** Checks a map of annotations: keys are qualified names in either case, and the whole has a size limit. */
export function checkAnnotations(
  annotations: Readonly<Record<string, string>>,
  path: string,
  ctx: CheckContext,
  mark = path,
): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    bytes += byteLength(key) + byteLength(value);
    if (!isQualifiedName(key.toLowerCase())) {
      const markPath = `${mark}[${key}]`;
      ctx.report(metadataRules.annotationKey, path, { key }, { markPath, at: 'key', fixes: keyFixes(key, markPath) });
    }
  }
  if (bytes > ANNOTATIONS_SIZE_LIMIT_BYTES) {
    ctx.report(metadataRules.annotationsSize, path, { bytes, limit: ANNOTATIONS_SIZE_LIMIT_BYTES }, { markPath: mark });
  }
}

/** Renames a key to the nearest that is allowed; a key of the wrong shape (two slashes) has none. */
function keyFixes(key: string, path: string): readonly Fix[] {
  const near = key.replace(/[^A-Za-z0-9_./-]+/g, '-').replace(/^[-_.]+|[-_.]+$/g, '');
  const fixes = [removeField(path)];
  if (near === key || !isQualifiedName(near)) return fixes;
  return [
    { title: 'fix-rename-key', values: { key: near }, edits: [{ op: 'rename', path, key: near }], preferred: true },
    ...fixes,
  ];
}

function checkOwnerReferences(owners: readonly CheckedOwnerReference[], path: string, ctx: CheckContext): void {
  let controllers = 0;
  for (const [i, owner] of owners.entries()) {
    checkOwnerReference(owner, `${path}[${i}]`, ctx);
    if (owner.controller === true) controllers++;
  }
  if (controllers > 1) ctx.report(metadataRules.ownerControllers, path, { count: controllers });
}

function checkOwnerReference(owner: CheckedOwnerReference, path: string, ctx: CheckContext): void {
  const apiVersion = owner.apiVersion ?? '';
  for (const field of ['apiVersion', 'kind', 'name', 'uid'] as const) {
    if ((owner[field] ?? '') === '') ctx.report(metadataRules.ownerRequired, `${path}.${field}`, { field });
  }
  if (apiVersion !== '' && !/^(?:[^/]*\/)?[^/]+$/.test(apiVersion)) {
    ctx.report(metadataRules.ownerAPIVersion, `${path}.apiVersion`, { value: apiVersion });
  }
  if (apiVersion === 'v1' && owner.kind === 'Event') ctx.report(metadataRules.ownerBanned, path);
}

const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

function checkFinalizers(finalizers: readonly string[], standard: boolean, path: string, ctx: CheckContext): void {
  for (const [i, value] of finalizers.entries()) {
    const markPath = `${path}[${i}]`;
    if (!isQualifiedName(value)) {
      ctx.report(metadataRules.finalizerName, path, { value }, { markPath, fixes: [removeItem(markPath)] });
    }
    if (standard && !value.includes('/') && !STANDARD_FINALIZERS.includes(value)) {
      ctx.report(metadataRules.finalizerStandard, markPath, { value }, { fixes: [removeItem(markPath)] });
    }
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    ctx.report(metadataRules.finalizersConflict, path);
  }
}

const MANAGER_MAX_LENGTH = 128;
const SUBRESOURCE_MAX_LENGTH = 256;

function checkManagedFields(entry: CheckedManagedFields, path: string, ctx: CheckContext): void {
  const drop = { fixes: [removeField(path.slice(0, path.lastIndexOf('[')), true)] };
  const operation = entry.operation ?? '';
  if (operation === '') ctx.report(metadataRules.managedOperationRequired, `${path}.operation`, undefined, drop);
  else if (operation !== 'Apply' && operation !== 'Update') {
    ctx.report(metadataRules.managedOperation, `${path}.operation`, { value: operation }, drop);
  }
  const fieldsType = entry.fieldsType ?? '';
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    ctx.report(metadataRules.managedFieldsType, `${path}.fieldsType`, { value: fieldsType }, drop);
  }
  const manager = entry.manager ?? '';
  if (byteLength(manager) > MANAGER_MAX_LENGTH) {
    ctx.report(metadataRules.managedTooLong, `${path}.manager`, { limit: MANAGER_MAX_LENGTH }, drop);
  }
  if (!/^[ \p{L}\p{M}\p{N}\p{P}\p{S}]*$/u.test(manager))
    ctx.report(metadataRules.managedManager, `${path}.manager`, undefined, drop);
  if (byteLength(entry.subresource ?? '') > SUBRESOURCE_MAX_LENGTH) {
    ctx.report(metadataRules.managedTooLong, `${path}.subresource`, { limit: SUBRESOURCE_MAX_LENGTH }, drop);
  }
}

/** The parts of a label selector that the server checks. */
export interface CheckedLabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly CheckedRequirement[];
}

export interface CheckedRequirement {
  readonly key?: string;
  readonly operator?: string;
  readonly values?: readonly string[];
}

/** Operators of a label selector. */
export const SELECTOR_OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Checks a label selector; an absent one has nothing wrong. `anyValue`: values need not be label values. */
export function checkLabelSelector(
  selector: CheckedLabelSelector | undefined,
  path: string,
  ctx: CheckContext,
  options: { readonly anyValue?: boolean } = {},
): void {
  if (selector === undefined) return;
  checkLabels(selector.matchLabels ?? {}, `${path}.matchLabels`, ctx);
  for (const [i, requirement] of (selector.matchExpressions ?? []).entries()) {
    checkRequirement(requirement, `${path}.matchExpressions[${i}]`, ctx, options.anyValue ?? false);
  }
}

function checkRequirement(requirement: CheckedRequirement, path: string, ctx: CheckContext, anyValue: boolean): void {
  const { operator = '', key = '', values = [] } = requirement;
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) ctx.report(metadataRules.selectorValuesRequired, `${path}.values`, { operator });
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      ctx.report(
        metadataRules.selectorValuesForbidden,
        `${path}.values`,
        { operator },
        {
          fixes: [removeField(`${path}.values`, true)],
        },
      );
    }
  } else {
    ctx.report(
      metadataRules.selectorOperator,
      `${path}.operator`,
      { value: operator },
      { fixes: enumFixes(`${path}.operator`, operator, SELECTOR_OPERATORS) },
    );
  }
  if (!isQualifiedName(key)) ctx.report(metadataRules.labelKey, `${path}.key`, { key });
  if (anyValue) return;
  for (const [i, value] of values.entries()) {
    if (!isLabelValue(value)) ctx.report(metadataRules.labelValue, `${path}.values[${i}]`, { key, value });
  }
}
