import { z } from 'zod';
import { typeInWords } from '../schema/expected-in-words';
import type { SettingFacts } from '../schema/setting-facts';
import { unwrap } from '../schema/walk-settings';

/** One member of a mapping, as the documentation tells it. */
export interface ListedSetting {
  readonly name: string;
  /** Without wrappers. */
  readonly schema: z.core.$ZodType;
  readonly facts: SettingFacts | undefined;
  /** The type and its limits, in words. */
  readonly type: string;
  /** What holds when the setting is left out; undefined when nothing does. */
  readonly fallback: unknown;
  readonly need: Need;
}

/** `choice`: part of one of several ways, of which one must be taken. */
export interface Need {
  readonly kind: 'required' | 'optional' | 'choice';
}

/** The members of a mapping in their order. `facts` are those of the mapping: they say which choices there are. */
export function settingsOf(mapping: z.core.$ZodType, facts: SettingFacts | undefined): ListedSetting[] {
  if (!(mapping instanceof z.ZodObject)) return [];
  const shape: z.core.$ZodShape = mapping.shape;
  return Object.entries(shape).map(([name, schema]) => {
    const { core, facts: own } = unwrap(schema);
    const type = own?.expected ?? typeInWords(core);
    return { name, schema: core, facts: own, type, fallback: fallbackOf(schema), need: needOf(name, schema, facts) };
  });
}

function fallbackOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodPipe) return fallbackOf(schema.in);
  if (schema instanceof z.ZodDefault) return schema.parse(undefined);
  if (!(schema instanceof z.ZodPrefault)) return undefined;
  // What is parsed in place of nothing, before what it holds is filled in.
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).default;
}

function needOf(name: string, schema: z.core.$ZodType, facts: SettingFacts | undefined): Need {
  const chosen = (facts?.choices ?? []).some(({ groups }) => groups.flat().includes(name.replace(/_file$/, '')));
  if (chosen) return { kind: 'choice' };
  return { kind: z.safeParse(schema, undefined).success ? 'optional' : 'required' };
}
