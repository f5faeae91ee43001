import { z } from 'zod';
import type { HttpAnswer } from '../../http/http-message';
import { jsonOf } from '../../http/answer/json-of';

const answer = z.object({ data: z.array(z.unknown()) });

/** One that is told in another way leaves the others their names. */
const type = z.object({ id: z.coerce.number(), name: z.string() });

/** What the server could not name is asked for again after so long. */
const ASK_AGAIN_MS = 10 * 60_000;

/** Names of types by id, for servers that give only the id. */
export interface TypeNames {
  /** @param ask makes the request, when an id is not known and not too often; null when the server refuses it */
  of(ids: readonly number[], ask: () => Promise<Pick<HttpAnswer, 'body'> | null>): Promise<ReadonlyMap<number, string>>;
}

/** @param onNone called when the server gives no names */
export function createTypeNames(onNone: () => void, now: () => number): TypeNames {
  let names: ReadonlyMap<number, string> = new Map();
  /** When the server last gave no names at all. */
  let refusedAt: number | null = null;
  /** Ids that were not among its names, and when. A type that is made later has an id of its own. */
  const nameless = new Map<number, number>();

  function isRecent(at: number | null | undefined): boolean {
    return at !== null && at !== undefined && now() - at < ASK_AGAIN_MS && now() >= at;
  }

  return {
    async of(ids, ask) {
      const isWorthAsking = ids.some((id) => !names.has(id) && !isRecent(nameless.get(id)));
      if (!isWorthAsking || isRecent(refusedAt)) return names;
      const response = await ask();
      const parsed = response === null ? null : answer.safeParse(jsonOf(response.body));
      if (!parsed?.success) {
        refusedAt = now();
        onNone();
        return names;
      }
      names = new Map(
        parsed.data.data.flatMap((each) => {
          const told = type.safeParse(each);
          return told.success ? [[told.data.id, told.data.name]] : [];
        }),
      );
      for (const [id, at] of nameless) if (!isRecent(at)) nameless.delete(id);
      for (const id of ids) if (!names.has(id)) nameless.set(id, now());
      return names;
    },
  };
}
