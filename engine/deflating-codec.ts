import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { packingLevel, PLAIN_LIMIT_BYTES } from '../domain/packing';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** No payload of ours is larger when inflated; bounds what a foreign one can do to memory. */
const INFLATED_LIMIT_BYTES = 512 * 1024 * 1024;

const ENCODING = 'encoding';
const INNER_ENCODING = 'inner-encoding';
const DEFLATED = Buffer.from('binary/deflated');

/** Deflates large payloads: a real list is an eighth of its JSON then, or less. */
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
  const inner = metadata?.[ENCODING];
  if (!data || !inner || data.length <= PLAIN_LIMIT_BYTES) return payload;
  return { ...payload, metadata: { ...metadata, [ENCODING]: DEFLATED, [INNER_ENCODING]: inner }, data: await deflate(data, { level: packingLevel(data.length) }) };
}

async function decodeOne(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload;
  const encoding = metadata?.[ENCODING];
  if (!data || !encoding || !DEFLATED.equals(encoding)) return payload;
  const { [INNER_ENCODING]: inner, ...others } = metadata;
  if (!inner) throw new Error('A deflated payload does not say what it holds');
  return { ...payload, metadata: { ...others, [ENCODING]: inner }, data: await inflate(data, { maxOutputLength: INFLATED_LIMIT_BYTES }) };
}
