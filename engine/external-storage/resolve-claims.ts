import { ExternalStorageNotConfiguredError, type LoadedDataConverter } from '@temporalio/common';
import { extstoreInboundOptions, visit } from '@temporalio/common/lib/internal-non-workflow';
import { storageNotConfigured } from './storage-error';

type Walk<Message> = Parameters<typeof visit<Message>>[1];

/**
 * Puts the stored payloads in place of the claims in a raw answer of the server. The SDK does so for the calls that it
 * wraps; whoever reads raw events does it here. Throws CollectorError when a payload cannot be had.
 */
export async function resolveClaims<Message>(converter: LoadedDataConverter, message: Message, walk: Walk<Message>): Promise<Message> {
  try {
    await visit(message, walk, extstoreInboundOptions(converter.externalStorage));
  } catch (error) {
    throw error instanceof ExternalStorageNotConfiguredError ? storageNotConfigured(error) : error;
  }
  return message;
}
