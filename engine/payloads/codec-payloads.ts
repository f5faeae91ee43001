import type { Payload } from '@temporalio/common';
import { z } from 'zod';

/** Payloads as Temporal's codec protocol writes them: proto3 JSON, in which every byte field is base64. */
const bodySchema = z.object({
  payloads: z
    .array(
      z.object({
        metadata: z.record(z.string(), z.base64()).optional(),
        data: z.base64().optional(),
      }),
    )
    .default([]),
});

/** Reads the body of a request; null when it is not one. */
export function readPayloads(text: string): Payload[] | null {
  const parsed = bodySchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  return parsed.data.payloads.map(({ metadata, data }) => ({
    ...(metadata === undefined
      ? {}
      : { metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, fromBase64(value)])) }),
    ...(data === undefined ? {} : { data: fromBase64(data) }),
  }));
}

/** The body of an answer. */
export function writePayloads(payloads: readonly Payload[]): string {
  return JSON.stringify({
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, toBase64(value)])),
      ...(data ? { data: toBase64(data) } : {}),
    })),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}
