import { Connection, isGrpcServiceError } from '@temporalio/client';
import { CollectorError } from '../config/errors/collector-error';
import { findEngine, type EngineLookup, type EngineTarget } from './engine-target';
import { LOOPBACK } from './free-port';
import { acceptsConnections, splitAddress } from './tcp-probe';

/** Longer than any engine needs that is well; a person waits for the answer. */
const LIMIT_MS = 5_000;

const LOCAL_HOSTS = new Set([LOOPBACK, 'localhost', '::1']);

export interface EngineConnection {
  readonly target: EngineTarget;
  readonly connection: Connection;
}

/**
 * Connects to the Temporal that `findEngine` names. The caller closes the connection.
 * Throws CollectorError `engine_unreachable` within 5 s, with the address that was tried.
 */
export async function connectEngine(lookup: EngineLookup & { readonly timeoutMs?: number }): Promise<EngineConnection> {
  const target = await findEngine(lookup);
  const timeoutMs = lookup.timeoutMs ?? LIMIT_MS;
  const { host, port } = splitAddress(target.address);
  // gRPC keeps trying a refused port until the time is over; on this machine a refusal is final.
  if (LOCAL_HOSTS.has(host) && !(await acceptsConnections(host, port, timeoutMs))) throw engineUnreachable(target, 'nothing listens there');
  const connection = Connection.lazy({ ...target.options, connectTimeout: timeoutMs });
  try {
    await connection.ensureConnected();
    return { target, connection };
  } catch (cause) {
    await connection.close(); // it would go on trying, and keep the process alive
    throw engineUnreachable(target, reason(cause, timeoutMs), cause);
  }
}

/** The error that names an engine which does not answer, who named its address, and why. */
export function engineUnreachable(target: EngineTarget, why: string, cause?: unknown): CollectorError {
  const named = { 'environment': 'named by the environment', 'engine-file': 'named by engine.json', 'default': 'the usual address' };
  return new CollectorError('engine_unreachable', {
    seen: `${target.address}, ${named[target.source]}: ${why}`,
    ...(target.source === 'environment' ? { setting: 'TEMPORAL_ADDRESS' } : {}),
    retryable: true,
    cause,
  });
}

/** The server's own words where it gave some; the SDK wraps them. */
function reason(error: unknown, timeoutMs: number): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (isGrpcServiceError(inner) && inner.details !== '') return inner.details;
  const words = inner instanceof Error ? inner.message : String(inner);
  return /deadline|timed? ?out/i.test(words) ? `no answer within ${timeoutMs / 1000} s` : words;
}
