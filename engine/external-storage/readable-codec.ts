import type { ExternalStorage, Payload, PayloadCodec } from '@temporalio/common';
import { ExternalStorageRunner } from '@temporalio/common/lib/internal-non-workflow';
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
 * Decodes for people: what is packed, the rows of lists included, and what lies in external storage unless it is huge
 * or lost. Then the claim stays.
 */
export class ReadableCodec implements PayloadCodec {
  private readonly packing = new DeflatingCodec();
  private readonly runner: ExternalStorageRunner | null;

  constructor(storage: ExternalStorage | undefined) {
    this.runner = storage === undefined ? null : new ExternalStorageRunner(storage);
  }

  encode(payloads: Payload[]): Promise<Payload[]> {
    return this.packing.encode(payloads);
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    const plain = await this.packing.decode(await Promise.all(payloads.map((payload) => this.fetched(payload))));
    return plain.map(withPlainRows);
  }

  private async fetched(payload: Payload): Promise<Payload> {
    const claim = claimIn(payload);
    if (this.runner === null || claim === null || claim.bytes > SHOWN_BYTES) return payload;
    // the claim says more than an error page
    const [stored] = await this.runner.retrieve([payload]).catch(() => [payload]);
    return stored === undefined || readUnreadable(stored) !== null ? payload : stored;
  }
}
