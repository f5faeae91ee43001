import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, type SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { utf8 } from '../payloads/json-converter';
import { encodingOf } from '../payloads/unreadable-payload';
import { keyUnknown, keyWrong } from './encryption-error';
import type { KeyRing } from './key-ring';

const { Payload: PayloadMessage } = temporal.api.common.v1;

/** As Temporal's own examples call it. */
export const ENCRYPTED_ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const CIPHER = 'encryption-cipher';

/** Written beside the key's id. A payload of another program that is encrypted somehow is none of ours. */
const OUR_CIPHER = 'AES-256-GCM';
const ALGORITHM = 'aes-256-gcm';

/** NIST SP 800-38D, 8.2: a random nonce of 96 bits, for at most 2^32 payloads a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts every payload, metadata included, with the first key of a ring, and decrypts by the id of the key. What is
 * in clear is read as it is: chains that were begun before encryption was switched on go on.
 *
 * It throws at a payload of ours to which there is no key, where everything else that cannot be read is a value: the
 * payload is well, and the key may be given any moment. Temporal then gives the task again until it is, and the state
 * stays what it is. Taken for lost, it would be delivered anew, or written over. See docs/decisions/300.
 */
export class EncryptingCodec implements PayloadCodec {
  constructor(private readonly ring: KeyRing) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    const { writer } = this.ring;
    return Promise.resolve(writer === null ? payloads : payloads.map((payload) => encrypted(payload, writer)));
  }

  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => this.decrypted(payload, context)));
  }

  private decrypted(payload: Payload, context: SerializationContext | undefined): Payload {
    const id = keyIdOf(payload);
    if (id === null) return payload;
    const where = context?.workflowId === undefined ? '' : `, for ${context.workflowId}`;
    const key = this.ring.find(id);
    if (key === null) throw keyUnknown(id, this.ring.ids, where);
    try {
      return opened(payload, id, key);
    } catch (error) {
      throw keyWrong(id, where, error);
    }
  }
}

/** The id of the key that a payload was encrypted with; null for one that this collector has not encrypted. */
export function keyIdOf(payload: Payload): string | null {
  const { metadata, data } = payload;
  if (encodingOf(payload) !== ENCRYPTED_ENCODING || !data || data.length <= NONCE_BYTES + TAG_BYTES) return null;
  const [id, cipher] = [metadata?.[KEY_ID], metadata?.[CIPHER]];
  if (!id || !cipher || utf8.decode(cipher) !== OUR_CIPHER) return null;
  return utf8.decode(id);
}

function encrypted(payload: Payload, { id, key }: { readonly id: string; readonly key: KeyObject }): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const name = utf8.encode(id);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(name);
  const plain = PayloadMessage.encode(payload).finish();
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    metadata: {
      [METADATA_ENCODING_KEY]: utf8.encode(ENCRYPTED_ENCODING),
      [CIPHER]: utf8.encode(OUR_CIPHER),
      [KEY_ID]: name,
    },
    data: Buffer.concat([nonce, cipher.getAuthTag(), body]),
  };
}

function opened({ data }: Payload, id: string, key: KeyObject): Payload {
  const bytes = data ?? new Uint8Array();
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(utf8.encode(id));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  return PayloadMessage.decode(Buffer.concat([decipher.update(body), decipher.final()]));
}
