import { readFileSync, statSync } from 'node:fs';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import type { EnabledService } from '../../../config/enabled-services';
import { CollectorError } from '../../../errors/collector-error';
import type { AnyState } from '../../../domain/state/any-state';
import { importDevoState } from '../../../packing/devo-state';
import { restoreEventsState } from '../../../domain/events/state/restore-events-state';
import { restoreState } from '../../../domain/state/restore-state';
import { carriedState } from '../../chain/carried-state';
import { printedState, readDevoState } from '../../chain/devo-state-file';
import { readChain } from '../../chain/read-chain';
import { stateOfClosedChain } from '../../chain/state-of-closed-chain';
import { insistOnChoice, type Collector } from '../../open-collector';
import { viewServices } from '../../words/service-view';
import { startChain } from '../setting-up/start';
import { EXIT, type VerbResult } from '../../verb-result';

/** `state export` or `state import FILE`. Throws CollectorError `usage` for anything else. */
export function state(
  collector: Collector,
  _options: unknown,
  [action, file]: readonly (string | undefined)[],
): Promise<VerbResult> {
  if (action === 'export' && file === undefined) return exportState(collector);
  if (action === 'import' && file !== undefined) return importState(collector, file);
  throw new CollectorError('usage', {
    setting: 'state',
    seen: '"state export" prints the state, "state import FILE" takes one over',
  });
}

/** Prints the state of one service as a JSON document, for keeping it or for taking it elsewhere. */
async function exportState(collector: Collector): Promise<VerbResult> {
  const service = theOnly(collector.services);
  const name = nameOf(service);
  const chain = await readChain(collector.reader, service.workflowId);
  if (chain === null) throw new CollectorError('not_running', { seen: `${name} has no state on this Temporal` });
  const state = chain.open
    ? carriedState(chain)
    : await stateOfClosedChain(collector.reader, service.workflowId, chain);
  if (state === null)
    throw new CollectorError('not_running', { seen: `${name} has no state yet: its first pull has not ended` });
  return { exit: EXIT.done, services: await viewServices(collector), state, words: JSON.stringify(state, null, 2) };
}

/**
 * Lays a state down where `start` finds it: ours, or the state file of Devo's ThreatQuotient collector. The chain must
 * be stopped, so that nothing that runs is overtaken.
 */
async function importState(collector: Collector, file: string): Promise<VerbResult> {
  const service = theOnly(collector.services);
  const name = nameOf(service);
  const chain = await readChain(collector.reader, service.workflowId);
  if (chain?.open)
    throw new CollectorError('usage', {
      setting: 'state import',
      seen: `${name} runs; stop it first with "ctci-collector stop"`,
    });
  const given = readGivenState([service], file);
  await layDown(collector, given);
  return {
    exit: EXIT.done,
    services: await viewServices(collector),
    words: `${takenInWords(given)} "ctci-collector start" goes on from it.`,
  };
}

/** A state in a file, and whose it is to be. */
export interface GivenState extends Taken {
  readonly service: EnabledService;
  readonly file: string;
}

/**
 * Reads the state in a file for the one service that is chosen, or the one service of events. Throws CollectorError:
 * `choice_needed`, `usage`, `state_version`, and what Node says of the file.
 */
export function readGivenState(chosen: readonly EnabledService[], file: string): GivenState {
  const ofEvents = chosen.filter(({ kind }) => kind === 'events');
  const service = theOnly(ofEvents.length === 1 ? ofEvents : chosen);
  return { ...stateFor(service, readDocument(service, file), file), service, file };
}

/** Has a service that Temporal has never seen go on from the state; one that it knows has its own. Says what it did. */
export async function giveState(collector: Collector, given: GivenState): Promise<string> {
  const { service, file } = given;
  if ((await readChain(collector.reader, service.workflowId)) !== null)
    return `${nameOf(service)}: has a state already, and goes on from it; that in ${file} is not taken`;
  await layDown(collector, given);
  return takenInWords(given);
}

async function layDown(collector: Collector, { service, state }: GivenState): Promise<void> {
  await startChain(collector, service, state, WorkflowIdConflictPolicy.FAIL, LAID_DOWN_FOR);
  await collector.reader.client.workflow
    .getHandle(service.workflowId)
    .terminate('its state was imported; "ctci-collector start" goes on from it');
}

function takenInWords({ service, isDevos, file }: GivenState): string {
  return `${nameOf(service)}: ${isDevos ? "the state of Devo's collector" : 'the state'} in ${file} was taken over.`;
}

function nameOf({ input, service }: EnabledService): string {
  return `${input}/${service}`;
}

/** The run that holds the state must not begin before it is ended. */
const LAID_DOWN_FOR = '1 hour';

function theOnly(services: readonly EnabledService[]): EnabledService {
  insistOnChoice(services, false);
  const [service] = services;
  if (service === undefined) throw new CollectorError('none_enabled');
  return service;
}

/** Devo's collector shows its state in its log as Python prints it, which is all that some can get at. */
function readDocument({ kind }: EnabledService, file: string): unknown {
  const text = textOf(file).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    const printed = kind === 'events' ? printedState(text) : undefined;
    if (printed !== undefined) return printed;
    throw new CollectorError('usage', {
      setting: file,
      seen: `no JSON document (${error instanceof Error ? error.message : ''})`,
      cause: error,
    });
  }
}

function textOf(file: string): string {
  if (statSync(file).isDirectory()) throw new CollectorError('place_unusable', { seen: `${file} is a folder` });
  return readFileSync(file, 'utf8');
}

interface Taken {
  readonly state: AnyState;
  /** Whether Devo's collector has left it. */
  readonly isDevos: boolean;
}

function stateFor(service: EnabledService, given: unknown, file: string): Taken {
  try {
    if (service.kind === 'events') return eventsStateFor(service, insisted(given));
    if (typeof given === 'object' && given !== null && 'kind' in given)
      throw new CollectorError('state_version', { seen: 'a state of events, and the service pulls a list' });
    return { state: restoreState(insisted(given)), isDevos: false };
  } catch (error) {
    if (error instanceof CollectorError)
      throw new CollectorError(error.id, { setting: file, seen: error.seen, cause: error });
    throw error;
  }
}

function eventsStateFor(service: EnabledService, given: unknown): Taken {
  if (isOurs(given)) return { state: restoreEventsState(given), isDevos: false };
  const devo = readDevoState(given, service, Date.now());
  if (devo !== null) return { state: importDevoState(devo), isDevos: true };
  throw new CollectorError('usage', {
    seen:
      'neither what "ctci-collector state export" prints nor a state of Devo\'s collector, which has a ' +
      'last_polled_time',
  });
}

/** Every state of this collector tells its version, and one of events its kind beside the time of polling. */
function isOurs(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  return 'kind' in given || ('version' in given && !('last_polled_time' in given));
}

/** An empty document must not pass for an empty state. */
function insisted(given: unknown): unknown {
  if (given === null) throw new CollectorError('state_version', { seen: 'an empty document' });
  return given;
}
