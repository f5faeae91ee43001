import { z } from 'zod';
import type { SettingFacts } from './setting-facts';
import { unwrap } from './walk-settings';

/** What a setting wants, for a person: its own words, or those of its type and limits. */
export function expectedInWords(
  schema: z.core.$ZodType,
  facts: SettingFacts | undefined = unwrap(schema).facts,
): string {
  return facts?.expected ?? typeInWords(unwrap(schema).core);
}

/** The type and limits of a schema. */
export function typeInWords(schema: z.core.$ZodType): string {
  if (schema instanceof z.ZodLiteral) return listInWords([...schema.values]);
  if (schema instanceof z.ZodEnum) return listInWords(schema.options);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodNumber) return numberInWords(schema);
  if (schema instanceof z.ZodString) return schema.minLength === null ? 'text' : 'text that is not empty';
  if (schema instanceof z.ZodArray) return 'a list';
  return 'a mapping';
}

function numberInWords(schema: z.ZodNumber): string {
  const kind = schema.format === 'safeint' ? 'a whole number' : 'a number';
  const { minValue: lowest, maxValue: highest } = schema;
  const open = z.toJSONSchema(schema, { io: 'input' }).exclusiveMinimum !== undefined;
  const from = lowest === null || !Number.isFinite(lowest) ? '' : open ? ` above ${lowest}` : ` from ${lowest}`;
  const to = highest === null || !Number.isFinite(highest) ? '' : ` up to ${highest}`;
  return `${kind}${from}${to}`;
}

function listInWords(values: readonly unknown[]): string {
  const words = values.map(String);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}
