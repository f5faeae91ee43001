import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { setting } from '../../../config/schema/setting-facts';
import {
  discriminatorOf,
  knownNames,
  schemaAt,
  variantNames,
  variantOf,
  walkSettings,
} from '../../../config/schema/walk-settings';

const circle = z.strictObject({ shape: z.literal('circle'), radius: setting(z.number(), { description: 'how wide' }) });
const oblong = z.strictObject({ shape: z.literal(['square', 'oblong']), sides: z.array(z.number()).default([1]) });
const figure = z.discriminatedUnion('shape', [circle, oblong]);
const drawing = z.strictObject({
  title: setting(z.string().optional(), { description: 'what stands above' }),
  figures: z.record(z.string(), figure).prefault({}),
});

const VALUE = { title: 'two', figures: { a: { shape: 'circle', radius: 2 }, b: { shape: 'square', sides: [3, 4] } } };

function visited(value: unknown): string[] {
  const paths: string[] = [];
  walkSettings(drawing, value, ({ path, schema }) => paths.push(`${path.join('.')}: ${schema.constructor.name}`));
  return paths;
}

test('every value that the schema knows is visited, parents first, without wrappers', () => {
  expect(visited(VALUE)).toEqual([
    ': ZodObject',
    'title: ZodString',
    'figures: ZodRecord',
    'figures.a: ZodObject',
    'figures.a.shape: ZodLiteral',
    'figures.a.radius: ZodNumber',
    'figures.b: ZodObject',
    'figures.b.shape: ZodLiteral',
    'figures.b.sides: ZodArray',
    'figures.b.sides.0: ZodNumber',
    'figures.b.sides.1: ZodNumber',
  ]);
});

test('what the schema does not know is passed over, and so is what follows a choice that was not made', () => {
  expect(visited({ colour: 'red', figures: { a: { radius: 1 } } })).toEqual([
    ': ZodObject',
    'figures: ZodRecord',
    'figures.a: ZodDiscriminatedUnion',
  ]);
});

test('the facts of a place are those of its outermost schema that has any', () => {
  expect(schemaAt(drawing, VALUE, ['title'])?.facts?.description).toBe('what stands above');
  expect(schemaAt(drawing, VALUE, ['figures', 'a', 'radius'])?.facts?.description).toBe('how wide');
  expect(schemaAt(drawing, VALUE, ['figures', 'a', 'sides'])).toBeNull();
});

test('a choice is told by the member that is a literal in each of its branches', () => {
  expect(discriminatorOf(figure)).toBe('shape');
  expect(variantNames(figure)).toEqual(['circle', 'square', 'oblong']);
  expect(variantOf(figure, { shape: 'oblong' })).toBe(oblong);
  expect(variantOf(figure, { shape: 'line' })).toBeNull();
  expect(knownNames(figure, { shape: 'circle' })).toEqual(['shape', 'radius']);
});
