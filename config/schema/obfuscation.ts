import { z } from 'zod';
import { choiceNotMade } from './refuse';
import { setting } from './setting-facts';
import { text } from './text';

const fields = setting(z.array(text()).min(1), {
  description:
    'Columns that the rule acts on, by the names that are delivered. A pull whose list lacks all ' +
    'of them, or one that CTCI does not document, fails before anything leaves. The key column ' +
    '`cve` of a lookup cannot be obfuscated.',
  expected: 'a list of column names',
  example: ['external_note', 'vendor'],
});

function method<Method extends string>(name: Method, description: string): z.ZodLiteral<Method> {
  return setting(z.literal(name), { description });
}

const hash = setting(
  z
    .strictObject({
      method: method('hash', 'Replaces a value by its HMAC-SHA256 (hex): equal values stay equal.'),
      fields,
      key: setting(text().optional(), {
        description: 'Key of the HMAC. Changing it delivers everything again.',
        secret: true,
        shapesDelivery: true,
        example: '${OBFUSCATION_KEY}',
      }),
      key_file: setting(text().optional(), {
        description: 'File that holds the key, in place of `key`. A newline at its end is cut.',
        file: 'secret',
        example: '/run/secrets/obfuscation_key',
      }),
    })
    .transform(({ method, fields, key }, context) => {
      if (key === undefined) return choiceNotMade(context);
      return { method, fields, key };
    }),
  {
    description: 'A keyed hash.',
    choices: [{ groups: [['key']], missing: 'setting_missing', twice: 'secret_given_twice' }],
  },
);

function kept(end: string, example: number) {
  return setting(z.int().min(0).max(1000).default(0), {
    description: `Characters left readable at the ${end}.`,
    unit: 'characters',
    example,
  });
}

const mask = z.strictObject({
  method: method('mask', 'Replaces each character by `*`, but for those kept at either end.'),
  fields,
  keep_first: kept('start', 2),
  keep_last: kept('end', 4),
});

const remove = z.strictObject({ method: method('remove', 'Empties the value.'), fields });

const replace = z.strictObject({
  method: method('replace', 'Puts one text in place of every value that is not empty.'),
  fields,
  with: setting(z.string(), { description: 'The text that is put in place.', example: 'withheld' }),
});

/** One rule of what must not leave as it is. */
export const obfuscationRule = z.discriminatedUnion('method', [hash, mask, remove, replace]);
