import type { ExternalStorage, Payload, PayloadCodec } from '@temporalio/common';
import { decode, encode, ExternalStorageRunner } from '../private-sdk';
import { EncryptingCodec } from '../encryption/encrypting-codec';
import { missingKeyIn } from '../encryption/encryption-error';
import { KeyRing } from '../encryption/key-ring';
import { DeflatingCodec } from '../payloads/deflating-codec';
import { withPlainRows } from '../payloads/plain-rows';
import { readUnreadable } from '../payloads/unreadable-payload';
import { claimIn } from './claim';

/**
 * Packed size up to which the Web UI is shown what is stored; a browser has no use for a list of more than some ten
 * thousand rows.
 */
const SHOWN_BYTES = 4 * 1024 * 1024;

/**
 * Decodes for people: what is encrypted or packed, the rows of lists included, and what lies in external storage unless
 * it is huge or lost. Then the claim stays.
 */
export class ReadableCodec implements PayloadCodec {
  private readonly codecs: PayloadCodec[];
  private readonly runner: ExternalStorageRunner | null;

  constructor(storage: ExternalStorage | undefined, ring = new KeyRing()) {
    this.codecs = [new DeflatingCodec(), new EncryptingCodec(ring)];
    this.runner = storage === undefined ? null : new ExternalStorageRunner(storage);
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return encode(this.codecs, payloads);
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    const there = await Promise.all(payloads.map((payload) => this.fetched(payload)));
    const plain = await Promise.all(there.map((payload) => this.opened(payload)));
    return plain.map(withPlainRows);
  }

  /** One payload whose key is gone hides no other of its page: it is shown as it is, with the id of its key. */
  private async opened(payload: Payload): Promise<Payload> {
    try {
      const [plain] = await decode(this.codecs, [payload]);
      return plain ?? payload;
    } catch (error) {
      if (missingKeyIn(error) === null) throw error;
      return payload;
    }
  }

  private async fetched(payload: Payload): Promise<Payload> {
    const claim = claimIn(payload);
    if (this.runner === null || claim === null || claim.bytes > SHOWN_BYTES) return payload;
    // the claim says more than an error page
    const [stored] = await this.runner.retrieve([payload]).catch(() => [payload]);
    return stored === undefined || readUnreadable(stored) !== null ? payload : stored;
  }
}
