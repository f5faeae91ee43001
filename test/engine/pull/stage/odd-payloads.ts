import { deflateRawSync } from 'node:zlib';
import type { Payload } from '@temporalio/common';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

function payload(encoding: string, data?: string | Uint8Array, more: Readonly<Record<string, string>> = {}): Payload {
  const metadata = Object.fromEntries(
    Object.entries({ encoding, ...more }).map(([name, value]) => [name, bytes(value)]),
  );
  return { metadata, ...(data !== undefined && { data: typeof data === 'string' ? bytes(data) : data }) };
}

const REFERENCE = { messageType: 'temporal.api.sdk.v1.ExternalStorageReference' };

/** A claim on external storage, as it stands in a history. */
function claim(driverName: string, claimData: Readonly<Record<string, string>>): Payload {
  return payload('json/protobuf', JSON.stringify({ driverName, claimData }), REFERENCE);
}

/** Payloads that no run can make sense of, by what is odd about them. */
export const UNREADABLE: Readonly<Record<string, Payload>> = {
  'json/protobuf': payload('json/protobuf', '"2026-11-26"', { messageType: 'google.protobuf.StringValue' }),
  'json/protobuf without a type': payload('json/protobuf', '"2026-11-26"'),
  'binary/protobuf': payload('binary/protobuf', new Uint8Array([10, 1, 120]), {
    messageType: 'google.protobuf.StringValue',
  }),
  'an unknown encoding': payload('binary/encrypted', new Uint8Array([0, 255, 1]), { 'encryption-key-id': 'somebody' }),
  'an encoding that is no text': payload('\u0000\u001b]0;title\u0007', 'x'),
  'an empty encoding': payload('', '"x"'),
  'metadata without an encoding': { metadata: { other: bytes('x') }, data: bytes('"x"') },
  'no metadata': { data: bytes('"x"') },
  'nothing at all': {},
  'JSON that is none': payload('json/plain', '{"a":'),
  'JSON without data': payload('json/plain'),
  'damaged deflated data': payload('binary/deflated', new Uint8Array([255, 254, 253]), {
    'inner-encoding': 'json/plain',
  }),
  'deflated data that is cut off': payload(
    'binary/deflated',
    deflateRawSync(Buffer.from(JSON.stringify('x'.repeat(5_000)))).subarray(0, 10),
    { 'inner-encoding': 'json/plain' },
  ),
  'deflated data of an unknown kind': payload('binary/deflated', deflateRawSync(Buffer.from('"x"'))),
  'deflated data without data': payload('binary/deflated', undefined, { 'inner-encoding': 'json/plain' }),
  'bytes beside JSON without a length': payload('binary/json-with-bytes', '{}'),
  'bytes beside JSON that end early': payload('binary/json-with-bytes', '{"a":{"$bytes":9}}', { 'json-length': '18' }),
  'bytes beside JSON with a length that is none': payload('binary/json-with-bytes', '{}', { 'json-length': 'many' }),
  bytes: payload('binary/plain', '"v2"'),
  'bytes without data': payload('binary/plain'),
  'a claim of another driver': claim('aws-s3', { bucket: 'b', key: 'k' }),
  'a claim of ours whose file is not there': claim('ctci-collector-folder', { sha256: 'a'.repeat(64), bytes: '12' }),
  'a claim of ours that names another path': claim('ctci-collector-folder', {
    sha256: '../../etc/passwd',
    bytes: '12',
  }),
  'a claim of nobody': claim('', {}),
  'a claim that is no JSON': payload('json/protobuf', '{', REFERENCE),
  'a claim that is another JSON': payload('json/protobuf', '"x"', REFERENCE),
  'a claim without data': payload('json/protobuf', undefined, REFERENCE),
};
