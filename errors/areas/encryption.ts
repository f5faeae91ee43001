import type { CatalogueEntry } from '../catalogue-entry';

/** What goes wrong with keys, and with what was encrypted by them. */
export const ENCRYPTION_ENTRIES = {
  encryption_key_form: {
    number: 60,
    name: 'SetupError',
    message: 'An encryption key has the wrong length or form',
    cause: 'The key is not 32 bytes in base64: it was cut, is another kind of key, or the file holds something else.',
    remedy:
      'Make one with "openssl rand -base64 32 > FILE" and name the file as key_file. A key that has encrypted ' +
      'something must stay what it was.',
  },
  encryption_key_unknown: {
    number: 630,
    name: 'EngineError',
    message: 'A payload is encrypted with a key that is not configured',
    cause:
      'The key was taken out of globals.encryption.keys too early, this program has another configuration, or ' +
      'encryption was taken out before everything had been written anew.',
    remedy:
      'Put the key of that id back, at the end of globals.encryption.keys, for every worker and client. ' +
      'Nothing is lost meanwhile: the run waits for it. See docs/encryption.md.',
  },
  encryption_key_wrong: {
    number: 631,
    name: 'EngineError',
    message: 'A payload cannot be decrypted with the key of its id',
    cause: 'The file of the key holds another key than the one that encrypted the payload, or the payload was damaged.',
    remedy:
      'Put the right key back under that id; a new key needs a new id. Nothing is lost meanwhile: the run waits for ' +
      'it. See docs/encryption.md.',
  },
  codec_stranger: {
    number: 632,
    name: 'EngineError',
    message: 'The codec endpoint does not answer this asker',
    cause:
      'It decrypts for the pages of the Web UI and for whoever has its token: the request came from a page of ' +
      'another origin, by another host name, or without the token.',
    remedy:
      'Open the address of the endpoint in the browser and sign in with its token, or send the token as ' +
      '"Authorization: Bearer TOKEN". See docs/encryption.md.',
  },
} as const satisfies Record<string, CatalogueEntry>;
