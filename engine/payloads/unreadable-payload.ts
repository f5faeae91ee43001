import { METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { Unreadable, type WhyUnreadable } from '../../domain/unreadable';
import { utf8 } from './json-converter';

/** Encoding of what the `DeflatingCodec` has written. */
export const DEFLATED_ENCODING = 'binary/deflated';

/** Encoding of a payload that takes the place of one which cannot be had. It is never stored. */
const UNREADABLE_ENCODING = 'ctci/unreadable';

const BECAUSE = 'because';

const SHOWN_CHARACTERS = 500;

/** In which encoding a payload is; an empty text when it does not say so. */
export function encodingOf({ metadata }: Payload): string {
  return textOf(metadata?.[METADATA_ENCODING_KEY]);
}

/** What a payload without bytes holds in place of them depends on who has read it: nothing, null, or an empty list. */
function textOf(bytes: unknown): string {
  return ArrayBuffer.isView(bytes) ? utf8.decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)) : '';
}

/**
 * Takes the place of a payload that cannot be had, such as a claim on storage: the converter makes an `Unreadable` of
 * it.
 */
export function unreadablePayload({ because, why }: Unreadable): Payload {
  return {
    metadata: { [METADATA_ENCODING_KEY]: utf8.encode(UNREADABLE_ENCODING), [BECAUSE]: utf8.encode(because) },
    data: utf8.encode(why),
  };
}

/** What `unreadablePayload` has written; null for a payload of any other kind. */
export function readUnreadable(payload: Payload): Unreadable | null {
  if (encodingOf(payload) !== UNREADABLE_ENCODING) return null;
  return new Unreadable(whyOf(textOf(payload.metadata?.[BECAUSE])), textOf(payload.data).slice(0, SHOWN_CHARACTERS));
}

/** Anybody may write such a payload: what it says is not taken at its word. */
function whyOf(text: string): WhyUnreadable {
  return text === 'lost' || text === 'out_of_reach' ? text : 'damaged';
}
