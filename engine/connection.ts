import { Connection, isGrpcServiceError } from '@temporalio/client';
import { CollectorError } from '../errors/collector-error';
import { isLoopbackHost } from '../http/host';
import { clientRoute, throughProxy, tryEngineProxy } from './server/engine-proxy';
import { refusalOf } from './engine-refusal';
import { findEngine, type EngineLookup, type EngineTarget } from './engine-target';
import { acceptsConnections, splitAddress } from './tcp-probe';
import { whoAnswers } from './who-answers';

/** Longer than any engine needs that is well; a person waits for the answer. */
const LIMIT_MS = 5_000;

export interface EngineConnection {
  readonly target: EngineTarget;
  readonly connection: Connection;
}

/**
 * Connects to the Temporal that `findEngine` names. The caller closes the connection.
 * Throws CollectorError within 5 s, with the address that was tried: `engine_unreachable`, `not_temporal`,
 * `namespace_unknown`, `engine_forbids`.
 */
export async function connectEngine(lookup: EngineLookup & { readonly timeoutMs?: number }): Promise<EngineConnection> {
  const target = await findEngine(lookup);
  const timeoutMs = lookup.timeoutMs ?? LIMIT_MS;
  const deadline = Date.now() + timeoutMs;
  await tryWay(target, timeoutMs);
  const connection = Connection.lazy({
    ...target.options,
    ...clientRoute(target.address, target.proxy),
    connectTimeout: timeoutMs,
  });
  try {
    await connection.ensureConnected();
    await connection.withDeadline(deadline, () =>
      connection.workflowService.describeNamespace({ namespace: target.namespace }),
    );
    return { target, connection };
  } catch (cause) {
    await connection.close(); // it would go on trying, and keep the process alive
    throw refusalOf(cause, target) ?? (await unanswered(target, cause, timeoutMs));
  }
}

/**
 * gRPC keeps trying a refused port, or a proxy that refuses, until the time is over; on this machine a refusal is
 * final.
 */
async function tryWay(target: EngineTarget, timeoutMs: number): Promise<void> {
  const { address, proxy } = target;
  const { host, port } = splitAddress(address);
  if (proxy === null) {
    if (isLoopbackHost(host) && !(await acceptsConnections(host, port, timeoutMs)))
      throw engineUnreachable(target, 'nothing listens there');
    return;
  }
  try {
    await tryEngineProxy(address, proxy, timeoutMs);
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new CollectorError('engine_unreachable', {
      setting: proxy.namedBy,
      seen: `${address}: ${words}`,
      retryable: true,
      cause,
    });
  }
}

/** The error that names an engine which does not answer, who named its address, and why. */
export function engineUnreachable(target: EngineTarget, why: string, cause?: unknown): CollectorError {
  const named = {
    environment: 'named by the environment',
    'engine-file': 'named by engine.json',
    default: 'the usual address',
  };
  return new CollectorError('engine_unreachable', {
    seen: `${target.address}, ${named[target.source]}${throughProxy(target.proxy)}: ${why}`,
    ...(target.source === 'environment' ? { setting: 'TEMPORAL_ADDRESS' } : {}),
    retryable: true,
    cause,
  });
}

/** Nobody has refused anything: there is no gRPC at all, or not in time. */
async function unanswered(target: EngineTarget, cause: unknown, timeoutMs: number): Promise<CollectorError> {
  const who = target.proxy === null ? await whoAnswers(target) : null;
  if (who?.stranger)
    return new CollectorError('not_temporal', {
      setting: 'TEMPORAL_ADDRESS',
      seen: `${target.address}: ${who.words}`,
      cause,
    });
  return engineUnreachable(target, who?.words ?? reason(cause, timeoutMs), cause);
}

/** The server's own words where it gave some; the SDK wraps them. */
function reason(error: unknown, timeoutMs: number): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const details = isGrpcServiceError(inner) ? inner.details : '';
  const words = details || (inner instanceof Error ? inner.message : String(inner));
  return /deadline|timed? ?out/i.test(words) ? `no answer within ${timeoutMs / 1000} s` : words;
}
