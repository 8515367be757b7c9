// The reader: lines of structure.json to fields, paths to fields, definitions read only when asked for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubernetes } from '../../../server/src/schema/kubernetes';
import { createSchema, type StructureData, segmentsOf } from '../../../server/src/schema/schema';

const tiny: StructureData = {
  kubernetes: '1.37.2',
  kinds: { 'v1/Pod': 'Pod' },
  enums: { Colour: ['red', 'green'] },
  patterns: { digits: '[0-9]+' },
  gates: { Paint: 'alpha=30 beta=32 on=33 ga=36' },
  values: { 'Colour.green': 'since=35 gates=Paint' },
  exceptions: { 'Pod.second.size': 'max=3 rejected' },
  definitions: {
    Pod: ['first! Part', 'second Part', 'parts []Part list=name', 'labels {}string', 'deep {}[]int32', 'any any'],
    Part: [
      'name! string maxLength=63 format=digits',
      'size int32 default=2 min=1 max=9 zeroIsUnset',
      'colour string enum=Colour default="red"',
      'amount quantity above=0 defaultRule=amount needed',
      'hint string suggest=Colour default="two%20words" immutable deprecated',
      'set []string list=set since=33 gates=Paint,Brush',
      'inside Part list=atomic',
      'gone boolean since=31 removed=35',
    ],
  },
};
const schema = createSchema(tiny, { groups: [], kinds: {} });
const pod = schema.definitionOf('v1', 'Pod')!;

describe('a field line', () => {
  const part = schema.definition('Part')!;
  const facts = (name: string) => {
    const { type: _, ...rest } = part.field(name)!;
    return rest;
  };

  it.each([
    ['name', { name: 'name', required: true, maxLength: 63, format: 'digits' }],
    ['size', { name: 'size', required: false, default: 2, min: 1, max: 9, zeroIsUnset: true }],
    ['amount', { name: 'amount', required: false, above: 0, defaultRule: 'amount', requiredByValidation: true }],
    [
      'hint',
      {
        name: 'hint',
        required: false,
        suggest: ['red', 'green'],
        default: 'two words',
        immutable: true,
        deprecated: true,
      },
    ],
    ['set', { name: 'set', required: false, list: 'set', since: 33, gates: ['Paint', 'Brush'] }],
    [
      'colour',
      {
        name: 'colour',
        required: false,
        enum: ['red', 'green'],
        default: 'red',
        valueVersions: { green: { since: 35, gates: ['Paint'] } },
      },
    ],
  ])('gives all facts of %s', (name, expected) => {
    expect(facts(name)).toEqual(expected);
  });

  it('gives types: scalar, object, list, map and both in one another', () => {
    expect(pod.field('labels')!.type).toEqual({ kind: 'map', values: { kind: 'string' } });
    expect(pod.field('deep')!.type).toEqual({ kind: 'map', values: { kind: 'list', items: { kind: 'int32' } } });
    expect(pod.field('any')!.type).toEqual({ kind: 'any' });
    const list = pod.field('parts')!;
    expect(list.list).toBe('map');
    expect(list.listKeys).toEqual(['name']);
    expect(list.type.kind === 'list' && list.type.items.kind === 'object' && list.type.items.definition).toBe(part);
  });

  it('keeps a definition that holds itself', () => {
    const inside = part.field('inside')!.type;
    expect(inside.kind === 'object' && inside.definition).toBe(part);
  });
});

describe('a definition', () => {
  it('lists the fields of the newest version in order, and knows removed ones apart', () => {
    const part = schema.definition('Part')!;
    expect(part.fields.map(({ name }) => name)).toEqual(['name', 'size', 'colour', 'amount', 'hint', 'set', 'inside']);
    expect(part.field('gone')).toBeUndefined();
    expect(part.removedField('gone')).toMatchObject({ since: 31, removed: 35 });
    expect(part.removedField('name')).toBeUndefined();
  });

  it('is case sensitive and knows nothing of Object.prototype', () => {
    expect(schema.definition('Part')!.field('Name')).toBeUndefined();
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(schema.definition(name)).toBeUndefined();
      expect(schema.definitionOf(name, 'x')).toBeUndefined();
      expect(pod.field(name)).toBeUndefined();
      expect(schema.gate(name)).toBeUndefined();
      expect(schema.pattern(name)).toBeUndefined();
    }
  });

  it('is read when first asked for, and only once', () => {
    const read: string[] = [];
    const definitions = new Proxy(tiny.definitions, {
      get: (target, name: string) => {
        read.push(name);
        return target[name];
      },
    });
    const lazy = createSchema({ ...tiny, definitions }, { groups: [], kinds: {} });
    expect(read).toEqual([]);
    const start = lazy.definitionOf('v1', 'Pod')!;
    expect(read).toEqual(['Pod']);
    lazy.fieldAt(start, 'parts[3].inside.name');
    lazy.fieldAt(start, 'parts[4].inside.inside.size');
    expect(new Set(read)).toEqual(new Set(['Pod', 'Part']));
  });
});

describe('a path', () => {
  it.each([
    ['first', 'first'],
    ['first.name', 'name'],
    ['parts', 'parts'],
    ['parts[0].inside.size', 'size'],
    ['labels', 'labels'],
  ])('%s leads to the field %s', (path, name) => {
    expect(schema.fieldAt(pod, path)!.name).toBe(name);
  });

  it.each(['nothing', 'first.nothing', 'first[0]', 'parts.name', 'parts[0]', 'labels[a.b/c]', 'first.name.more', ''])(
    '%j leads to no field',
    (path) => {
      expect(schema.fieldAt(pod, path)).toBeUndefined();
    },
  );

  it('leads to types of items and map values', () => {
    expect(schema.typeAt(pod, 'labels[a.b/c]')).toEqual({ kind: 'string' });
    expect(schema.typeAt(pod, 'deep[x][2]')).toEqual({ kind: 'int32' });
    expect(schema.typeAt(pod, 'parts[7]')).toMatchObject({ kind: 'object' });
    expect(schema.typeAt(pod, '')).toMatchObject({ kind: 'object', definition: { name: 'Pod' } });
    expect(schema.typeAt(pod, 'nothing.at.all')).toBeUndefined();
  });

  it('sees what a field says below one parent', () => {
    expect(schema.fieldAt(pod, 'first.size')).toMatchObject({ max: 9 });
    expect(schema.fieldAt(pod, 'first.size')!.rejected).toBeUndefined();
    expect(schema.fieldAt(pod, 'second.size')).toMatchObject({ min: 1, max: 3, rejected: true, default: 2 });
  });

  it('is split as the server spells it', () => {
    expect(segmentsOf('spec.containers[0].env[12].name')).toEqual(['spec', 'containers', 0, 'env', 12, 'name']);
    expect(segmentsOf('metadata.labels[app.kubernetes.io/name]')).toEqual([
      'metadata',
      'labels',
      'app.kubernetes.io/name',
    ]);
    const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]*$/);
    const segment = fc.oneof(name, fc.nat());
    fc.assert(
      fc.property(name, fc.array(segment), (first, rest) => {
        const path = first + rest.map((s) => (typeof s === 'number' ? `[${s}]` : `.${s}`)).join('');
        expect(segmentsOf(path)).toEqual([first, ...rest]);
      }),
      { seed: 1 },
    );
  });

  it('never throws', () => {
    const word = fc.constantFrom('spec', 'containers', 'env', 'metadata', 'labels', 'template', '[', ']', '.', '', '0');
    const start = kubernetes.definitionOf('apps/v1', 'Deployment')!;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('.')),
        ),
        (path) => {
          kubernetes.fieldAt(start, path);
          kubernetes.typeAt(start, path);
        },
      ),
      { seed: 2 },
    );
  });
});

it('gives patterns and gates by name', () => {
  expect(schema.pattern('digits')).toBe('[0-9]+');
  expect(schema.gate('Paint')).toEqual({ name: 'Paint', alpha: 30, beta: 32, on: 33, ga: 36 });
  expect(schema.gate('Brush')).toBeUndefined();
});
