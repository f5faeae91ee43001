import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCsv } from './parse-csv';
import { readForm, type ReceivedConfig, type ReceivedForm } from './received-form';

/** A deploy that was accepted. */
interface ReceivedDeploy extends ReceivedForm {
  readonly job: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly rows: readonly (readonly string[])[];
  /** Whether another job was running when this one was accepted. */
  readonly overlapped: boolean;
}

type Reply = readonly [status: number, body: unknown];
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Devo as far as one lookup needs it: reads what it gets with real parsers and does what a test tells it to. */
export class StrictDevo {
  readonly token = 'token-in-a-test-0123456789';
  readonly requests: string[] = [];
  readonly deploys: ReceivedDeploy[] = [];
  readonly jobs: string[] = [];
  rows: Map<string, readonly string[]> | null = null;
  columns: readonly string[] = [];
  /** Whether two spellings of a key are one row; Devo's documentation leaves that open. */
  ignoresCase = false;
  /** Statuses that each poll of a new job answers, one list after the other; the last one stays. */
  statuses: unknown[][] = [
    [],
    [{ code: 'create.start', msg: 'started' }],
    [{ code: 'create.start' }, { code: 'create.ok', msg: 'Lookup successfully created' }],
  ];
  /** Takes the place of the next matching answers. */
  readonly faults: { readonly match: RegExp; readonly handler: Handler }[] = [];
  /** What happens with the answer to the next accepted deploys. */
  readonly answerFaults: ((response: ServerResponse) => void)[] = [];
  private readonly polls = new Map<string, unknown[][]>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/lookup-api`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  fail(match: RegExp, handler: Handler, times = 1): void {
    for (let time = 0; time < times; time += 1) this.faults.push({ match, handler });
  }

  /** A job that somebody else began. */
  foreignJob(statuses: unknown[][]): string {
    return this.newJob(statuses);
  }

  deployCount(): number {
    return this.requests.filter((line) => line.includes('deploy-csv')).length;
  }

  private newJob(statuses: unknown[][]): string {
    const job = `${(this.jobs.length + 1).toString(16).padStart(8, '0')}-0000-11ee-8000-000000000000`;
    this.jobs.push(job);
    this.polls.set(job, [...statuses]);
    return job;
  }

  private running(job: string): boolean {
    const statuses = this.polls.get(job)?.[0] ?? [];
    return !JSON.stringify(statuses).match(/\.(ok|err)"/);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    this.requests.push(line);
    const fault = this.faults.findIndex(({ match }) => match.test(line));
    if (fault >= 0) {
      request.resume();
      this.faults.splice(fault, 1)[0]!.handler(request, response);
      return;
    }
    if (request.url?.endsWith('/deploy-csv') && this.mayEnter(request)) {
      await this.deploy(request, response);
      return;
    }
    request.resume();
    json(response, ...this.read(request));
  }

  private mayEnter(request: IncomingMessage): boolean {
    return request.headers.authorization === `Bearer ${this.token}`;
  }

  private read(request: IncomingMessage): Reply {
    if (!this.mayEnter(request)) return [401, { error: { code: 401, message: 'bad token' }, cid: 'c0ffee000000' }];
    const path = /^\/lookup-api\/lookup\/acme\/CTCI_Test_List(?:\/(job)(?:\/([^/]+))?)?$/.exec(request.url ?? '');
    if (!path) return [404, { error: { message: 'no such place' } }];
    if (path[2] !== undefined) return this.status(path[2]);
    if (path[1] === 'job') return [200, { jobs: this.jobs.slice(-10) }];
    return this.rows === null
      ? [404, { error: { message: 'lookup does not exist' } }]
      : [200, { name: 'CTCI_Test_List' }];
  }

  private status(job: string): Reply {
    const polls = this.polls.get(job);
    if (!polls) return [404, { error: { message: 'no such job' } }];
    const now = polls.length > 1 ? polls.shift() : polls[0];
    return [200, { jobs: now ?? [] }];
  }

  private async deploy(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await readForm(request).catch(() => null);
    if (!received) return;
    const [header = [], ...rows] = await parseCsv(received.csv);
    const refusal = this.refusal(request.method ?? '', received, header);
    if (refusal) {
      json(response, ...refusal);
      return;
    }
    const overlapped = this.jobs.some((job) => this.running(job));
    const job = this.newJob(this.statuses);
    this.deploys.push({ ...received, job, method: request.method ?? '', headers: request.headers, rows, overlapped });
    this.apply(received.config, rows);
    const answer =
      this.answerFaults.shift() ??
      ((to: ServerResponse) =>
        json(to, 201, {
          type: 'LookupCreationResponse',
          cid: 'c0ffee000000',
          code: 201,
          context: null,
          id: job,
          msg: 'sent to creation',
        }));
    answer(response);
  }

  private refusal(method: string, { config }: ReceivedForm, header: readonly string[]): Reply | null {
    if (method === 'POST' && this.rows) return [409, { error: { message: 'lookup already exists' } }];
    if (method === 'PUT' && !this.rows) return [404, { error: { message: 'lookup does not exist' } }];
    const sameColumns = JSON.stringify(header) === JSON.stringify(config.columns.map((column) => column.name));
    return sameColumns ? null : [400, { error: { message: 'columns differ from the header' } }];
  }

  private apply(config: ReceivedConfig, rows: readonly (readonly string[])[]): void {
    this.columns = config.columns.map((column) => column.name);
    const key = this.columns.indexOf(config.key.column);
    const held = config.append ? new Map(this.rows) : new Map<string, readonly string[]>();
    for (const row of rows) {
      const place = this.ignoresCase
        ? ([...held.keys()].find((known) => known.toLowerCase() === row[key]!.toLowerCase()) ?? row[key]!)
        : row[key]!;
      if (config.contribution?.type === 'del') held.delete(place);
      else held.set(place, row);
    }
    this.rows = held;
  }
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
