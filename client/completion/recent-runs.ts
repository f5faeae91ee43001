import { Client } from '@temporalio/client';
import { workflowId } from '../../config/names';
import { SUMMARY_ATTRIBUTE } from '../../domain/report/search-attributes';
import { shownLine } from '../../domain/report/shown-text';
import { connectEngine } from '../../engine/connection';
import { collectorFolder } from '../open-collector';
import { servicesOf, type Mapping, type Offered } from './configured-names';

/** Somebody waits with a finger on the tab key. */
const LIMIT_MS = 2_000;
const OFFERED_RUNS = 20;

/** What the configuration has where it says nothing: see `globals` in `docs/configuration.md`. */
interface Names {
  readonly name: string;
  readonly id: string;
}

/** The newest runs of a collector, the newest first. Reads no payload of the collector, and therefore needs no key. */
export async function recentRuns(
  config: Mapping,
  file: string,
  service: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Offered[]> {
  const names = namesOf(config);
  const ids = servicesOf(config, undefined)
    .filter((each) => service === undefined || each.service === service)
    .map((each) => workflowId(names, each.input, each.service));
  if (ids.length === 0) return [];
  const { connection, target } = await connectEngine({ folder: collectorFolder(file), env, timeoutMs: LIMIT_MS });
  try {
    const { namespace } = target;
    const client = new Client({ connection, namespace });
    const query = ids.map((id) => `WorkflowId = "${id}"`).join(' OR ');
    const { executions } = await connection.withDeadline(Date.now() + LIMIT_MS, () =>
      client.workflowService.listWorkflowExecutions({ namespace, query, pageSize: OFFERED_RUNS }),
    );
    return executions.map(({ execution, startTime, searchAttributes }) => ({
      value: execution?.runId ?? '',
      about:
        `${new Date(Number(startTime?.seconds ?? 0) * 1000).toISOString().slice(0, 16)} ` +
        summaryIn(searchAttributes?.indexedFields?.[SUMMARY_ATTRIBUTE]?.data),
    }));
  } finally {
    await connection.close();
  }
}

function namesOf({ globals }: Mapping): Names {
  const text = (name: string): string => {
    const value: unknown = typeof globals === 'object' && globals !== null ? (globals as Mapping)[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return { name: text('name'), id: text('id') };
}

function summaryIn(data: Uint8Array | null | undefined): string {
  if (!data) return '';
  const value: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
  return typeof value === 'string' ? shownLine(value) : '';
}
