import { z } from 'zod';
import { collectorConfig } from '../schema/config';
import type { Choice, SettingFacts } from '../schema/setting-facts';
import { unwrap } from '../schema/walk-settings';
import { settingsOf, type ListedSetting } from './setting-list';

type JsonSchema = Record<string, unknown>;

const VARIABLE = {
  type: 'string',
  pattern: '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}',
  description: 'Taken from an environment variable.',
};

/** JSON Schema (draft 7, which editors know best) of config.yaml, for completion and checks while one types. */
export function configJsonSchema(): string {
  const { core, facts } = unwrap(collectorConfig);
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of the CTCI collector',
    ...schemaOf(core, facts),
    patternProperties: { '^x-': {} },
    definitions: { variable: VARIABLE },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function schemaOf(core: z.core.$ZodType, facts: SettingFacts | undefined): JsonSchema {
  if (core instanceof z.ZodObject) return mappingSchema(core, facts);
  if (core instanceof z.ZodRecord) {
    const names = z.toJSONSchema(core.keyType, { target: 'draft-7' });
    return {
      type: 'object',
      propertyNames: { pattern: names.pattern },
      additionalProperties: inner(core.valueType),
    };
  }
  if (core instanceof z.ZodArray)
    return { type: 'array', minItems: core.safeParse([]).success ? 0 : 1, items: inner(core.element) };
  if (core instanceof z.ZodDiscriminatedUnion) return { anyOf: core.options.map(inner) };
  return leafSchema(core);
}

function inner(schema: z.core.$ZodType): JsonSchema {
  const { core, facts } = unwrap(schema);
  return schemaOf(core, facts);
}

function mappingSchema(core: z.ZodObject, facts: SettingFacts | undefined): JsonSchema {
  const settings = settingsOf(core, facts);
  const required = settings.filter(({ need }) => need.kind === 'required').map(({ name }) => name);
  const choices = (facts?.choices ?? []).map((choice) => choiceSchema(choice, settings));
  return {
    type: 'object',
    properties: Object.fromEntries(settings.map((setting) => [setting.name, memberSchema(setting)])),
    ...(required.length > 0 && { required }),
    ...(choices.length > 0 && { allOf: choices }),
    additionalProperties: false,
  };
}

/** One of the groups is there, each of its secrets as it is or as a file. */
function choiceSchema({ groups }: Choice, settings: readonly ListedSetting[]): JsonSchema {
  const names = new Set(settings.map(({ name }) => name));
  const ways = groups.map((group) => ({
    allOf: group.map((name) => ({
      anyOf: [name, `${name}_file`].filter((form) => names.has(form)).map((form) => ({ required: [form] })),
    })),
  }));
  return { oneOf: ways };
}

function memberSchema({ schema, facts, fallback }: ListedSetting): JsonSchema {
  const unit = facts?.unit === undefined ? '' : ` Unit: ${facts.unit}.`;
  return {
    ...(facts && { description: `${facts.description}${unit}` }),
    ...(facts?.example !== undefined && { examples: [facts.example] }),
    ...(fallback !== undefined && { default: fallback }),
    ...schemaOf(schema, facts),
  };
}

/** A single value. Where more than any text is wanted, a variable may stand in its place. */
function leafSchema(core: z.core.$ZodType): JsonSchema {
  const { $schema: _dialect, ...own } = z.toJSONSchema(core, { target: 'draft-7', io: 'input' });
  if (core instanceof z.ZodLiteral || (own.type === 'string' && own.pattern === undefined && own.enum === undefined))
    return own;
  return { anyOf: [own, { $ref: '#/definitions/variable' }] };
}
