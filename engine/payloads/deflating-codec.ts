import { constants } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { PLAIN_LIMIT_BYTES } from '../../packing/payload-size';
import { deflate, inflate } from '../../packing/pieces';
import { DEFLATED_ENCODING, encodingOf } from './unreadable-payload';

/** No payload of ours is larger when inflated; bounds what a foreign one can do to memory. */
const INFLATED_LIMIT_BYTES = 512 * 1024 * 1024;

/**
 * What is large in JSON here is base64 of what is deflated already: ledgers. Huffman codes alone take back what base64
 * has added, in a third of the time of the quickest level that also looks for repetitions, in vain.
 */
const QUICK = { strategy: constants.Z_HUFFMAN_ONLY };

/** For what is large without being base64, such as the plain list of a run that an older version has begun. */
const THOROUGH = { level: constants.Z_DEFAULT_COMPRESSION };

/**
 * Between these sizes a second try can bring a payload below the 2 MiB that it may have: it leaves a fifth of a plain
 * list.
 */
const SECOND_TRY_FROM_BYTES = 1024 * 1024;
const SECOND_TRY_TO_BYTES = 10 * 1024 * 1024;

const ENCODING = 'encoding';
const INNER_ENCODING = 'inner-encoding';
const DEFLATED = Buffer.from(DEFLATED_ENCODING);
const JSON_PLAIN = 'json/plain';

/**
 * Deflates large payloads of JSON. Bytes stay as they are: those of ours are deflated already. What cannot be inflated
 * is given back as it is, and the converter makes an `Unreadable` of it: an error here would end the workflow's task.
 */
export class DeflatingCodec implements PayloadCodec {
  encode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(payloads.map(encodeOne));
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.all(payloads.map(decodeOne));
  }
}

async function encodeOne(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload;
  if (!data || data.length <= PLAIN_LIMIT_BYTES || encodingOf(payload) !== JSON_PLAIN) return payload;
  return {
    ...payload,
    metadata: { ...metadata, [ENCODING]: DEFLATED, [INNER_ENCODING]: Buffer.from(JSON_PLAIN) },
    data: await packed(data),
  };
}

async function packed(data: Uint8Array): Promise<Uint8Array> {
  const quick = await deflate(data, QUICK);
  if (quick.length < SECOND_TRY_FROM_BYTES || quick.length > SECOND_TRY_TO_BYTES) return quick;
  const thorough = await deflate(data, THOROUGH);
  return thorough.length < quick.length ? thorough : quick;
}

async function decodeOne(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload;
  if (!data || !metadata || encodingOf(payload) !== DEFLATED_ENCODING) return payload;
  const { [INNER_ENCODING]: inner, ...others } = metadata;
  if (!inner) return payload;
  try {
    const inflated = await inflate(data, INFLATED_LIMIT_BYTES);
    return { ...payload, metadata: { ...others, [ENCODING]: inner }, data: inflated };
  } catch {
    return payload;
  }
}
