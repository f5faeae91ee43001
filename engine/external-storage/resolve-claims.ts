import type { LoadedDataConverter } from '@temporalio/common';
import { extstoreInboundOptions, visit } from '../private-sdk';

type Walk<Message> = Parameters<typeof visit<Message>>[1];

/**
 * Puts the stored payloads in place of the claims in a raw answer of the server. The SDK does so for the calls that it
 * wraps; whoever reads raw events does it here. A payload that is lost becomes an unreadable one; throws
 * CollectorError when the folder cannot be read at the moment.
 */
export async function resolveClaims<Message>(
  converter: LoadedDataConverter,
  message: Message,
  walk: Walk<Message>,
): Promise<Message> {
  await visit(message, walk, extstoreInboundOptions(converter.externalStorage));
  return message;
}
