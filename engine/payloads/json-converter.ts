import {
  encodingKeys,
  encodingTypes,
  METADATA_ENCODING_KEY,
  ValueError,
  type Payload,
  type PayloadConverterWithEncoding,
} from '@temporalio/common';

/** UTF-8 in native code, in the workflow's sandbox as well; the SDK's own converter does it in JavaScript. */
export const utf8 = {
  encode: (text: string): Uint8Array => new TextEncoder().encode(text),
  decode: (bytes: Uint8Array): string => new TextDecoder().decode(bytes),
};

/** Plain JSON, as the SDK writes it. */
export const jsonConverter: PayloadConverterWithEncoding = {
  encodingType: encodingTypes.METADATA_ENCODING_JSON,
  toPayload: (value) => ({
    metadata: { [METADATA_ENCODING_KEY]: encodingKeys.METADATA_ENCODING_JSON },
    data: utf8.encode(JSON.stringify(value)),
  }),
  fromPayload: (payload) => read(payload) as never, // the interface promises the type that the caller asks for
};

function read({ data }: Payload): unknown {
  if (!data) throw new ValueError('A payload of JSON has no data');
  return JSON.parse(utf8.decode(data));
}
