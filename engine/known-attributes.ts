import { isGrpcServiceError, type Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import type { GlobalSettings } from '../config/schema/globals';
import { SEARCH_ATTRIBUTES, SUMMARY_ATTRIBUTE, type SearchAttribute } from '../domain/report/search-attributes';

const KEYWORD = temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

/** Nothing depends on the answer but how lists of runs look. */
const LIMIT_MS = 2_000;

/** What a configuration says of them. */
export type AttributeSettings = Pick<GlobalSettings, 'encryption' | 'temporal'>;

/**
 * The search attributes that runs shall have. Temporal keeps them in clear: where the rest is encrypted, nothing is
 * written of what was in a list.
 */
export function wantedAttributes({ encryption, temporal: settings }: AttributeSettings): readonly SearchAttribute[] {
  if (settings?.search_attributes === false) return [];
  const isHidden = encryption?.enabled === true;
  return SEARCH_ATTRIBUTES.filter((name) => !isHidden || name !== SUMMARY_ATTRIBUTE);
}

/** What a Temporal knows of some search attributes. */
export interface KnownAttributes {
  /** Those that a run may write. */
  readonly usable: readonly SearchAttribute[];
  /** Those that it has not been told of. */
  readonly missing: readonly SearchAttribute[];
  /** Those that are of another type there. */
  readonly otherwise: readonly SearchAttribute[];
}

/** Asks Temporal which of these the namespace has. Throws what the server throws. */
export async function knownAttributes(client: Client, wanted: readonly SearchAttribute[]): Promise<KnownAttributes> {
  const { connection, options } = client;
  const { customAttributes } = await connection.withDeadline(Date.now() + LIMIT_MS, () =>
    connection.operatorService.listSearchAttributes({ namespace: options.namespace }),
  );
  const isKnown = (name: SearchAttribute): boolean => Object.hasOwn(customAttributes, name);
  const isUsable = (name: SearchAttribute): boolean => customAttributes[name] === KEYWORD;
  return {
    usable: wanted.filter(isUsable),
    missing: wanted.filter((name) => !isKnown(name)),
    otherwise: wanted.filter((name) => isKnown(name) && !isUsable(name)),
  };
}

/**
 * Tells Temporal of those that it does not know yet. Returns in words why it could not, or null. Where that is not
 * allowed, as in Temporal Cloud, somebody else has to do it: nothing depends on it.
 */
export async function registerAttributes(client: Client, wanted: readonly SearchAttribute[]): Promise<string | null> {
  if (wanted.length === 0) return null;
  const { connection, options } = client;
  try {
    const { missing, otherwise } = await knownAttributes(client, wanted);
    if (missing.length > 0)
      await connection.withDeadline(Date.now() + LIMIT_MS, () =>
        connection.operatorService.addSearchAttributes({
          namespace: options.namespace,
          searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
        }),
      );
    return otherwise.length === 0 ? null : `${otherwise.join(', ')} is of another type there`;
  } catch (error) {
    return reasonOf(error);
  }
}

/** In the server's own words. */
export function reasonOf(error: unknown): string {
  if (isGrpcServiceError(error)) return error.details;
  return error instanceof Error ? error.message : String(error);
}
