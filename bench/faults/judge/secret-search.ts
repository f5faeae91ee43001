import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Payload } from '@temporalio/common';
import { ReadableCodec } from '../../../engine/external-storage/readable-codec';
import { secretsIn } from './canary';
import type { ChainRuns } from './run-intervals';
import type { Chain } from '../stage/chain';
import { LOOKUP, type TestBed } from '../stage/test-bed';

const PAGES = ['/', `/lookups/${LOOKUP}`, '/_sim/state', '/_sim/deploys', '/_sim/events'];

/**
 * Looks for the bed's secrets wherever they must not be: what workers and engine wrote (logs, and the database as it
 * is stored), histories with large payloads inflated and lists unpacked, and what the simulators show. Returns the
 * places, in words.
 */
export async function secretsFound(bed: TestBed, chains: readonly ChainRuns[]): Promise<string[]> {
  const places: string[] = [];
  function look(place: string, content: string | Buffer): void {
    for (const name of secretsIn(content, bed.canaries)) places.push(`the ${name} token is in ${place}`);
  }
  if (secretsIn(bytesOf(bed.configFile), bed.canaries).length < bed.canaries.length)
    places.push('no place: the search itself does not find them in the configuration');
  for (const folder of [bed.folder, ...bed.engine.folders]) {
    for (const file of filesIn(folder)) if (file !== bed.configFile) look(basename(file), bytesOf(file));
  }
  for (const { chain, runs } of chains)
    for (const { runId } of runs) look(`the history of run ${runId}`, await historyText(chain, runId));
  for (const page of PAGES) look(`Devo's page ${page}`, await pageText(`${bed.devo.url}${page}`));
  look("CTCI's state", await pageText(`${bed.ctci.url}/_sim/state`));
  if (bed.events) look("ThreatQ's state", await pageText(`${bed.events.threatq.url}/_sim/state`));
  return places;
}

function filesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));
  return paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/**
 * The database's journal comes and goes; a file that is there and cannot be read would be one that nobody has
 * searched.
 */
function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  }
}

async function historyText({ reader, place }: Chain, runId: string): Promise<string> {
  const history = await reader.client.workflow.getHandle(place.workflowId, runId).fetchHistory();
  const payloads: Payload[] = [];
  collectPayloads(history, payloads);
  const plain = await new ReadableCodec(undefined).decode(payloads);
  const readable = plain.map(({ data }) => Buffer.from(data ?? []).toString('utf8'));
  return [JSON.stringify(history), ...readable].join('\n');
}

function collectPayloads(value: unknown, found: Payload[]): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  if ('data' in value && ArrayBuffer.isView(value.data) && 'metadata' in value) {
    found.push(value as Payload); // a payload is the only thing in a history with bytes and metadata
    return;
  }
  for (const inner of Object.values(value)) collectPayloads(inner, found);
}

async function pageText(url: string): Promise<string> {
  const response = await fetch(url);
  return response.text();
}
