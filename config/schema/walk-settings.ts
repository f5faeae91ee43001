import { z } from 'zod';
import { factsOf, type SettingFacts } from './setting-facts';

/** A value of a configuration beside what the schema says of its place. */
export interface VisitedSetting {
  /** Without wrappers: never optional, with a default, or transformed. */
  readonly schema: z.core.$ZodType;
  readonly facts: SettingFacts | undefined;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Visits every value that the schema knows, parents before children. What it does not know is passed over. */
export function walkSettings(
  schema: z.core.$ZodType,
  value: unknown,
  visit: (setting: VisitedSetting) => void,
  path: readonly (string | number)[] = [],
): void {
  const { core, facts } = branchOf(schema, value);
  visit({ schema: core, facts, path, value });
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    const child = childSchema(core, value, step);
    if (child) walkSettings(child, item, visit, [...path, step]);
  }
}

/**
 * The schema of the setting at a path, or null when there is none. The value decides between the types of an output.
 */
export function schemaAt(
  root: z.core.$ZodType,
  value: unknown,
  path: readonly PropertyKey[],
): { core: z.core.$ZodType; facts: SettingFacts | undefined } | null {
  let found = unwrap(root);
  let at: unknown = value;
  for (const step of path) {
    const child = childSchema(found.core, at, step);
    if (!child) return null;
    found = unwrap(child);
    at = isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }
  return found;
}

/** Names that a mapping may hold; empty where names are free. */
export function knownNames(schema: z.core.$ZodType, value: unknown): string[] {
  const { core } = unwrap(schema);
  if (core instanceof z.ZodObject) return Object.keys(core.shape);
  const variant = core instanceof z.ZodDiscriminatedUnion ? variantOf(core, value) : null;
  return variant ? knownNames(variant, value) : [];
}

/** Takes off defaults, `optional()` and transforms; the outermost facts win. */
export function unwrap(schema: z.core.$ZodType): { core: z.core.$ZodType; facts: SettingFacts | undefined } {
  let core = schema;
  let facts = factsOf(core);
  for (;;) {
    const inner = innerOf(core);
    if (!inner) return { core, facts };
    core = inner;
    facts ??= factsOf(core);
  }
}

/** The branch of a union that the value has chosen; every other schema as it is. */
function branchOf(schema: z.core.$ZodType, value: unknown): { core: z.core.$ZodType; facts: SettingFacts | undefined } {
  const whole = unwrap(schema);
  const variant = whole.core instanceof z.ZodDiscriminatedUnion ? variantOf(whole.core, value) : null;
  return variant ? unwrap(variant) : whole;
}

function innerOf(schema: z.core.$ZodType): z.core.$ZodType | null {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return schema.unwrap();
  if (schema instanceof z.ZodPipe) return schema.in;
  return null;
}

function childSchema(parent: z.core.$ZodType, value: unknown, step: PropertyKey): z.core.$ZodType | null {
  const { core } = unwrap(parent);
  if (core instanceof z.ZodObject) return memberSchema(core, step);
  if (core instanceof z.ZodRecord) return core.valueType;
  if (core instanceof z.ZodArray) return core.element;
  const variant = core instanceof z.ZodDiscriminatedUnion ? variantOf(core, value) : null;
  return variant ? childSchema(variant, value, step) : null;
}

/** The branch whose literal the value names. */
export function variantOf(union: z.ZodDiscriminatedUnion, value: unknown): z.core.$ZodType | null {
  const discriminator = discriminatorOf(union);
  const named = isRecord(value) && Object.hasOwn(value, discriminator) ? value[discriminator] : undefined;
  for (const option of union.options) {
    if (literalsOf(option, discriminator).some((allowed) => allowed === named)) return option;
  }
  return null;
}

/** The literals that tell the branches apart, such as the types of outputs. */
export function variantNames(union: z.core.$ZodType): string[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return [];
  const discriminator = discriminatorOf(union);
  return union.options.flatMap((option) => literalsOf(option, discriminator).map(String));
}

/** The member by which the branches are told apart: the one that is a literal in each of them. */
export function discriminatorOf({ options }: z.ZodDiscriminatedUnion): string {
  const [first] = options;
  const names = first === undefined ? [] : knownNames(first, undefined);
  const common = names.find((name) => options.every((option) => literalsOf(option, name).length > 0));
  if (common === undefined) throw new Error('a choice between mappings needs a member that is a literal in each');
  return common;
}

function literalsOf(branch: z.core.$ZodType, discriminator: string): readonly unknown[] {
  const member = memberSchema(unwrap(branch).core, discriminator);
  const literal = member && unwrap(member).core;
  return literal instanceof z.ZodLiteral ? [...literal.values] : [];
}

function memberSchema(schema: z.core.$ZodType, name: PropertyKey): z.core.$ZodType | null {
  if (!(schema instanceof z.ZodObject)) return null;
  const shape: z.core.$ZodShape = schema.shape;
  return Object.hasOwn(shape, name) ? (shape[String(name)] ?? null) : null;
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
