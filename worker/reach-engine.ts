import { isGrpcServiceError } from '@temporalio/client';
import { engineUnreachable } from '../engine/connection';
import { refusalOf } from '../engine/engine-refusal';
import type { EngineTarget } from '../engine/engine-target';

/**
 * A part of the worker's start that talks to the engine. A connection that is refused or breaks in it becomes
 * CollectorError `engine_unreachable`, which names the address.
 */
export async function reachEngine<Result>(target: EngineTarget, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error, target);
    if (refusal !== null) throw refusal;
    if (!isTransportError(error) && !isGrpcServiceError(error)) throw error;
    throw engineUnreachable(target, `the connection failed while the worker started (${error.message})`, error);
  }
}

/** What the SDK's own connection throws; its class is not meant for others. */
function isTransportError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'TransportError';
}
