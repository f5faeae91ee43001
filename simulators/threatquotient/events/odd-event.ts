import { z } from 'zod';

/** Elements of `data` that no honest server would send, or that only few do. */
export const oddEvent = z.discriminatedUnion('odd', [
  z.strictObject({ odd: z.literal('text') }),
  z.strictObject({ odd: z.literal('null') }),
  z.strictObject({ odd: z.literal('array') }),
  z.strictObject({ odd: z.literal('no-id') }),
  z.strictObject({ odd: z.literal('id-as-text') }),
  z.strictObject({ odd: z.literal('no-updated-at') }),
  z.strictObject({ odd: z.literal('no-date') }),
  z.strictObject({ odd: z.literal('next-year') }),
  z.strictObject({ odd: z.literal('nul') }),
  z.strictObject({ odd: z.literal('lone-surrogate') }),
  z.strictObject({ odd: z.literal('large'), bytes: z.int().min(1).default(10_000_000) }),
  z.strictObject({ odd: z.literal('deep'), levels: z.int().min(1).default(10_000) }),
  z.strictObject({ odd: z.literal('duplicate-keys') }),
  z.strictObject({ odd: z.literal('numbers') }),
  z.strictObject({ odd: z.literal('spaced') }),
]);

export type OddEvent = z.output<typeof oddEvent>;
export type OddEventRequest = z.input<typeof oddEvent>;

const HEAD = '"id":{id},"title":"odd","type":{"id":13,"name":"Incident"},"updated_at":"{updated_at}"';

/** Its text; `{id}` and `{updated_at}` stand for what the store gives it. */
export function oddText(wanted: OddEvent): string {
  switch (wanted.odd) {
    case 'text':
      return '"event"';
    case 'null':
      return 'null';
    case 'array':
      return '[{id},"event"]';
    case 'no-id':
      return '{"title":"without an id","updated_at":"{updated_at}"}';
    case 'id-as-text':
      return '{"id":"{id}","title":"id as text","updated_at":"{updated_at}"}';
    case 'no-updated-at':
      return '{"id":{id},"title":"without a time"}';
    case 'no-date':
      return '{"id":{id},"title":"a time that is none","updated_at":"yesterday"}';
    case 'next-year':
      return `{"id":{id},"title":"next year","updated_at":"${String(new Date().getUTCFullYear() + 1)}-06-01 00:00:00"}`;
    case 'nul':
      return `{${HEAD},"description":"a\\u0000b"}`;
    case 'lone-surrogate':
      return `{${HEAD},"description":"a\\ud800b"}`;
    case 'large':
      return `{${HEAD},"description":"${'x'.repeat(wanted.bytes)}"}`;
    case 'deep':
      return `{${HEAD},"nested":${'['.repeat(wanted.levels)}${']'.repeat(wanted.levels)}}`;
    case 'duplicate-keys':
      return `{${HEAD},"note":1,"note":2}`;
    case 'numbers':
      return `{${HEAD},"score":1.50,"big":12345678901234567890,"small":1E-7,"zero":-0}`;
    case 'spaced':
      return `{ ${HEAD.replaceAll('":', '" : ')} , "10":"ten", "9":"nine"  }`;
  }
}
