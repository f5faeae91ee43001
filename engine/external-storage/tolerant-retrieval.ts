import { ApplicationFailure, type Payload } from '@temporalio/common';
import { decodeReferencePayload, ExternalStorageRunner, isReferencePayload } from '../private-sdk';
import { CollectorError } from '../../errors/collector-error';
import { CATALOGUE } from '../../errors/catalogue';
import { Unreadable } from '../../domain/unreadable';
import { encodingOf, unreadablePayload } from '../payloads/unreadable-payload';
import { DRIVER_NAME, readClaim } from './claim';
import { NoStorage } from './no-storage';

type Options = Parameters<ExternalStorageRunner['retrieve']>[1];
type Retrieve = (this: ExternalStorageRunner, payloads: Payload[], options?: Options) => Promise<Payload[]>;

const sdk: { retrieve: Retrieve } = ExternalStorageRunner.prototype;
const retrieveByDriver = sdk.retrieve;

/**
 * From now on a claim that leads nowhere (damaged, of another program, its file lost) is an unreadable payload and no
 * error. Workers and clients resolve claims before anything of ours sees them, in every payload of a message at once,
 * and the SDK throws: one signal that anybody can send would then end every task of a workflow and every call of a
 * client. The SDK has no setting for it, so the one method that both go through is replaced.
 */
export function tolerateLostClaims(): void {
  sdk.retrieve = async function retrieve(payloads, options) {
    const found: Payload[] = [];
    for (const payload of payloads) found.push(isClaim(payload) ? await retrieveOne(this, payload, options) : payload);
    return found;
  };
}

async function retrieveOne(runner: ExternalStorageRunner, payload: Payload, options: Options): Promise<Payload> {
  const stranger = judgeClaim(payload);
  if (stranger !== null) return unreadablePayload(stranger);
  try {
    const [stored] = await retrieveByDriver.call(runner, [payload], options);
    return stored ?? payload;
  } catch (error) {
    const loss = lossOf(error);
    if (loss === null) throw error; // the folder itself: it may come back
    return unreadablePayload(loss);
  }
}

/** The SDK stumbles over an encoding without a letter. */
function isClaim(payload: Payload): boolean {
  return encodingOf(payload) !== '' && isReferencePayload(payload);
}

/** Why a claim is none of ours, or null. */
function judgeClaim(payload: Payload): Unreadable | null {
  try {
    const { driverName, claimData } = decodeReferencePayload(payload);
    if (driverName !== DRIVER_NAME)
      return new Unreadable('encoding', `it lies in the external storage ${JSON.stringify(driverName.slice(0, 60))}`);
    readClaim(claimData);
    return null;
  } catch {
    return new Unreadable('damaged', 'it is a damaged claim on external storage');
  }
}

/**
 * The loss that an error tells of, or null. A client's driver throws the error itself, a worker's what a step may end
 * with.
 */
function lossOf(error: unknown): Unreadable | null {
  if (error instanceof NoStorage)
    return new Unreadable('out_of_reach', 'it lies in external storage, which is not configured here');
  if (error instanceof CollectorError)
    return error.id === 'stored_payload_lost' ? new Unreadable('lost', error.seen) : null;
  return error instanceof ApplicationFailure && error.details?.some(tellsOfLoss)
    ? new Unreadable('lost', error.message)
    : null;
}

function tellsOfLoss(detail: unknown): boolean {
  return (
    typeof detail === 'object' &&
    detail !== null &&
    'number' in detail &&
    detail.number === CATALOGUE.stored_payload_lost.number
  );
}
