import { z } from 'zod';
import { UNREAD } from '../secrets/unread';
import { choiceNotMade, refusal } from './refuse';
import { setting } from './setting-facts';
import { text } from './text';

/** AES-256. */
const KEY_BYTES = 32;

export const KEY_FORM = '32 random bytes in base64, as "openssl rand -base64 32" makes them';

/** Known to everybody; here for its form. */
const EXAMPLE_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** The bytes of a key, or what is wrong with its text. Base64 in either alphabet; white space counts for nothing. */
export function keyBytes(written: string): Buffer | { readonly fault: string } {
  const bare = written.replace(/\s/g, '');
  if (!BASE64.test(bare)) return { fault: 'a text that is no base64' };
  const bytes = Buffer.from(bare, 'base64'); // Node reads both alphabets
  if (bytes.length === KEY_BYTES) return bytes;
  return { fault: `a key of ${bytes.length} byte${bytes.length === 1 ? '' : 's'}` };
}

const keyText = text().superRefine((written, context) => {
  const read = keyBytes(written);
  if (written === UNREAD || !('fault' in read)) return;
  const { message, params } = refusal('encryption_key_form', KEY_FORM);
  context.addIssue({ code: 'custom', message, params: { ...params, found: read.fault, expected: KEY_FORM } });
});

const key = z.strictObject({
  id: setting(z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/), {
    description: 'Name of the key. It stands in clear beside everything that the key has encrypted.',
    expected: 'text of 1 to 64 letters, digits, _, . or -',
    example: '2026-11',
  }),
  key: setting(keyText.optional(), {
    description: 'The key itself: 32 random bytes in base64.',
    secret: true,
    expected: KEY_FORM,
    example: EXAMPLE_KEY,
  }),
  key_file: setting(text().optional(), {
    description: 'File that holds the key, in place of `key`.',
    file: 'secret',
    example: '/run/secrets/encryption_key_2026_11',
  }),
});

const ringOfKeys = z
  .array(
    setting(
      key.transform(({ id, key }, context) => {
        const bytes = key === undefined ? undefined : keyBytes(key);
        if (bytes === undefined || 'fault' in bytes) return choiceNotMade(context);
        return { id, key: new Uint8Array(bytes) };
      }),
      {
        description: 'One key.',
        choices: [{ groups: [['key']], missing: 'setting_missing', twice: 'secret_given_twice' }],
      },
    ),
  )
  .min(1)
  .superRefine((keys, context) => {
    keys.forEach(({ id }, index) => {
      if (keys.findIndex((other) => other.id === id) === index) return;
      const words = 'an id that no other key has';
      context.addIssue({ code: 'custom', path: [index, 'id'], message: words, params: { expected: words } });
    });
  });

/** What is encrypted before it leaves for Temporal or external storage, and with which keys. */
export const encryption = z.strictObject({
  enabled: setting(z.boolean().default(true), {
    description:
      'Whether payloads are encrypted. `false` writes in clear and still reads with the keys: that ' +
      'is how encryption is switched off.',
    example: false,
  }),
  keys: setting(ringOfKeys, {
    description: 'Keys in order: the first one writes, every one reads.',
    expected: 'a list of keys, each with id and key_file',
    example: [{ id: '2026-11', key: EXAMPLE_KEY }],
  }),
});
