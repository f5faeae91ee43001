import { isGrpcServiceError } from '@temporalio/client';
import { NamespaceNotFoundError } from '@temporalio/common';
import { CollectorError } from '../errors/collector-error';

/** Codes of gRPC, as its statuscodes.md numbers them. */
const NOT_FOUND = 5;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const UNAUTHENTICATED = 16;

/** What gRPC says of a peer that speaks something else: HTTP/1.1, a page of HTTP/2, a banner. */
const NO_GRPC = new RegExp(
  'received http status code|protocol error|parse error|http2 error|frame.?size|' +
    'invalid content-type|unexpected content-type|connection dropped|bad_response',
  'i',
);

/** Whom somebody meant to talk to. */
export interface MeantEngine {
  readonly address: string;
  readonly namespace: string;
}

/**
 * The error of the catalogue for what an engine, or whoever listens at its address, refuses: the namespace is not
 * there, the caller may not, or it is no Temporal at all. Null for anything else.
 */
export function refusalOf(error: unknown, meant?: MeantEngine): CollectorError | null {
  const place = meant === undefined ? '' : `${meant.address}, namespace ${meant.namespace}: `;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof NamespaceNotFoundError)
      return namespaceUnknown(`${place}there is no namespace "${cause.namespace}"`, error);
    if (!isGrpcServiceError(cause)) continue;
    const words = `${place}${cause.details || cause.message}`;
    const code: number = cause.code;
    if (code === NOT_FOUND && /namespace/i.test(cause.details)) return namespaceUnknown(words, error);
    if (code === PERMISSION_DENIED || code === UNAUTHENTICATED)
      return new CollectorError('engine_forbids', { setting: 'TEMPORAL_API_KEY', seen: words, cause: error });
    if (code === UNIMPLEMENTED || NO_GRPC.test(cause.details))
      return new CollectorError('not_temporal', { setting: 'TEMPORAL_ADDRESS', seen: words, cause: error });
  }
  return null;
}

function namespaceUnknown(seen: string, cause: unknown): CollectorError {
  return new CollectorError('namespace_unknown', { setting: 'TEMPORAL_NAMESPACE', seen, cause });
}
