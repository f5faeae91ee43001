import { z } from 'zod';
import type { ErrorId } from '../../errors/catalogue';

/** Settings of one mapping of which exactly one group shall be present. A group is complete or absent. */
export interface Choice {
  readonly groups: readonly (readonly string[])[];
  /** Thrown when no group is present. */
  readonly missing: ErrorId;
  /** Thrown when more than one is. */
  readonly twice: ErrorId;
}

/**
 * What is known of a setting beside its type: the source of docs/configuration.md, config.schema.json and of error
 * texts.
 */
export interface SettingFacts {
  /** Prose in Markdown, one paragraph. */
  readonly description: string;
  readonly unit?: string;
  readonly example?: string | number | boolean | readonly unknown[] | Readonly<Record<string, unknown>>;
  /** What a value must be, in words; worked out of the type when left out. */
  readonly expected?: string;
  /** The value is never shown or logged, and no part of the configuration's fingerprint. */
  readonly secret?: true;
  /** What stands in a secret's place where its form is looked at; any text will do when left out. */
  readonly maskedAs?: string;
  /** A secret on which the delivered texts depend: the fingerprint follows it, by an HMAC alone. */
  readonly shapesDelivery?: true;
  /**
   * No pull does anything else because of it (when to pull, what to call well): it is no part of the configuration's
   * fingerprint.
   */
  readonly besidePulls?: true;
  /** The value names a file or folder; `secret` means that its content is the value of the setting without `_file`. */
  readonly file?: 'path' | 'secret';
  /** Numbers of the catalogue that belong to this very setting. */
  readonly errors?: OwnErrors;
  readonly choices?: readonly Choice[];
}

/** Which error a missing setting, one without value, one of another type and one of a wrong form are. */
export interface OwnErrors {
  readonly missing?: ErrorId;
  readonly empty?: ErrorId;
  readonly type?: ErrorId;
  readonly value?: ErrorId;
}

const registry = z.registry<SettingFacts>();

/** Makes a schema a documented setting. Call it last: wrappers such as `optional()` are schemas of their own. */
export function setting<Schema extends z.ZodType>(schema: Schema, facts: SettingFacts): Schema {
  if (registry.has(schema)) throw new Error('a schema documents one setting; make another one');
  registry.add(schema, facts);
  return schema;
}

/** Facts of this very schema, wrappers not looked through. */
export function factsOf(schema: z.core.$ZodType): SettingFacts | undefined {
  return registry.get(schema);
}
