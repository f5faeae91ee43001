import { z } from 'zod';
import type { HttpAnswer } from '../../http/http-message';
import { jsonOf } from '../../http/answer/json-of';

const answer = z.object({ data: z.array(z.object({ id: z.number(), name: z.string() })) });

/** A type that is not known is asked for again after so long: types are added by hand. */
const ASK_AGAIN_MS = 10 * 60_000;

/** Names of types by id, for servers that give only the id. */
export interface TypeNames {
  /** @param ask makes the request, when an id is not known and not too often; null when the server refuses it */
  of(ids: readonly number[], ask: () => Promise<HttpAnswer | null>): Promise<ReadonlyMap<number, string>>;
}

/** @param onNone called when the server gives no names */
export function createTypeNames(onNone: () => void, now: () => number): TypeNames {
  let names: ReadonlyMap<number, string> = new Map();
  let askedAt: number | null = null;

  return {
    async of(ids, ask) {
      const isKnown = ids.every((id) => names.has(id));
      if (isKnown || (askedAt !== null && now() - askedAt < ASK_AGAIN_MS && now() >= askedAt)) return names;
      const response = await ask();
      askedAt = now();
      const parsed = response === null ? null : answer.safeParse(jsonOf(response.body));
      if (parsed?.success) names = new Map(parsed.data.data.map(({ id, name }) => [id, name]));
      else onNone();
      return names;
    },
  };
}
