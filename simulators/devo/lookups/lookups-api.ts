import { setTimeout as wait } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, type Answered } from '../../http/answer';
import { bearerToken } from '../../http/bearer-token';
import type { FaultQueue } from '../../http/fault-queue';
import { sameSecret } from '../../http/same-secret';
import type { Backend } from '../backend';
import type { Deploy } from './deploy';
import { readDeployConfig } from './deploy-config';
import { readDeployForm, type DeployForm } from './deploy-form';
import { readDeployRows } from './deploy-rows';
import { answerDeleted, answerDeployed } from '../devo-answer';
import { badRequest, DevoRefusal } from '../devo-error';
import { isDeployFault, type DevoFault } from '../devo-fault';
import type { JobPlan } from './jobs';
import { describeLookup, listLookups } from './lookup-metadata';

export interface LookupsParts {
  readonly backend: Backend;
  readonly faults: FaultQueue<DevoFault>;
  readonly domain: string;
  readonly token: string;
  readonly jobDelayMs: number;
  readonly emptyPolls: number;
  readonly csvLimitBytes: number;
}

const JOBS_LISTED = 10;
const STATUSES_LISTED = 50;
const NAME = /^[A-Za-z0-9_]{6,}$/;
const NOT_SIMULATED = new Set([
  'deploy-config',
  'deploy-static-query',
  'deploy-periodic-query',
  'deploy-sliding-window-query',
]);

/** The Lookups API under `/lookup-api/lookup/...`. Throws DevoRefusal for what Devo would not take. */
export async function serveLookups(
  parts: LookupsParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<Answered> {
  const token = bearerToken(request);
  if (token === null || !sameSecret(token, parts.token))
    throw new DevoRefusal(401, 'auth.unauthorized', 'The token is missing or not valid');
  const [domain = '', name, action, jobId, ...rest] = url.pathname.split('/').slice(3).map(decodeURIComponent);
  if (domain !== parts.domain)
    throw new DevoRefusal(403, 'auth.forbidden', `The token does not belong to domain ${domain}`);
  if (rest.length > 0) throw notFound(`path ${url.pathname}`);
  const method = request.method ?? '';
  if (name === undefined) {
    if (method === 'GET') return answerJson(response, 200, listLookups(parts.backend, url.searchParams));
    throw notAllowed(method);
  }
  if (!NAME.test(name)) throw badRequest(`lookup name ${name} must be six or more letters, digits and underscores`);
  if (action === undefined && method === 'GET') {
    return answerJson(
      response,
      200,
      describeLookup(parts.backend, domain, name, url.searchParams.get('rows') === 'true'),
    );
  }
  if (action === undefined && method === 'DELETE') return deleteLookup(parts, response, name);
  if (action === 'job' && method === 'GET') return answerJson(response, 200, { jobs: listJobs(parts, name, jobId) });
  if (action === 'deploy-csv' && jobId === undefined && (method === 'POST' || method === 'PUT')) {
    const form = await readDeployForm(request, parts.csvLimitBytes);
    return deploy(parts, response, name, method, form);
  }
  if (action !== undefined && NOT_SIMULATED.has(action))
    throw new DevoRefusal(501, 'not_simulated', `${action} is not simulated`);
  if (action === undefined || action === 'job' || action === 'deploy-csv') throw notAllowed(method);
  throw notFound(`path ${url.pathname}`);
}

function listJobs(parts: LookupsParts, name: string, jobId: string | undefined): readonly unknown[] {
  if (jobId === undefined) {
    const jobs = parts.backend.jobs.of(name) ?? (parts.backend.lookup(name) === null ? null : []);
    if (jobs === null) throw notFound(`lookup ${name}`);
    return jobs.slice(-JOBS_LISTED).map((job) => job.id);
  }
  const statuses = parts.backend.jobs.poll(name, jobId);
  if (statuses === null) throw notFound(`job ${jobId}`);
  return statuses.slice(-STATUSES_LISTED);
}

async function deploy(
  parts: LookupsParts,
  response: ServerResponse,
  name: string,
  method: 'POST' | 'PUT',
  form: DeployForm,
): Promise<Answered> {
  const delay = parts.faults.take(isDeployFault('delay'));
  if (delay !== null) await wait(delay.ms);
  const config = readDeployConfig(form.config);
  const wanted: Deploy = {
    method,
    columns: config.columns,
    key: config.key.column,
    append: config.append,
    contribution: config.contribution.type,
    rows: await readDeployRows(form.csv, config),
    bytes: form.csv.length,
    foreign: false,
  };
  const jobId = start(parts, name, wanted);
  if (parts.faults.take(isDeployFault('lose-answer')) !== null) {
    response.socket?.destroy();
    return response;
  }
  if (parts.faults.take(isDeployFault('no-job-id')) !== null)
    return answerJson(response, 201, { code: 201, msg: 'Lookup sent' });
  return answerDeployed(response, parts.domain, name, jobId, wanted);
}

function deleteLookup(parts: LookupsParts, response: ServerResponse, name: string): Answered {
  const { columns, key } = parts.backend.lookup(name) ?? { columns: [], key: '' };
  const gone: Deploy = {
    method: 'DELETE',
    columns,
    key,
    append: false,
    contribution: 'del',
    rows: [],
    bytes: 0,
    foreign: false,
  };
  return answerDeleted(response, start(parts, name, gone));
}

function start(parts: LookupsParts, name: string, wanted: Deploy): string {
  if (parts.backend.jobs.running(name) === null) checkTarget(parts.backend, name, wanted);
  const started = parts.backend.deploy(name, wanted, planJob(parts));
  if ('jobId' in started) return started.jobId;
  throw new DevoRefusal(409, 'lookup.busy', `Another job of lookup ${name} is running: ${started.busyWith}`);
}

function checkTarget(backend: Backend, name: string, wanted: Deploy): void {
  const existing = backend.lookup(name);
  if (wanted.method === 'POST' && existing !== null)
    throw new DevoRefusal(409, 'lookup.exists', `Lookup ${name} already exists`);
  if (wanted.method !== 'POST' && existing === null) throw notFound(`lookup ${name}`);
  if (existing === null || !wanted.append) return;
  const names = (columns: Deploy['columns']): string =>
    columns.map((column) => `${column.name} ${column.type}`).join(', ');
  if (names(existing.columns) !== names(wanted.columns) || existing.key !== wanted.key) {
    throw badRequest(`append wants the columns and the key that lookup ${name} has: ${names(existing.columns)}`);
  }
}

function planJob(parts: LookupsParts): JobPlan {
  const slow = parts.faults.take(isDeployFault('slow-job'));
  const endless = parts.faults.take(isDeployFault('endless-job'));
  return {
    durationMs: endless === null ? (slow?.ms ?? parts.jobDelayMs) : null,
    emptyPolls: parts.faults.take(isDeployFault('empty-polls'))?.count ?? parts.emptyPolls,
    failure: parts.faults.take(isDeployFault('fail-job'))?.msg ?? null,
  };
}

function notFound(what: string): DevoRefusal {
  return new DevoRefusal(404, 'lookup.not_found', `There is no ${what}`);
}

function notAllowed(method: string): DevoRefusal {
  return new DevoRefusal(405, 'lookup.method', `${method} is not known here`);
}
