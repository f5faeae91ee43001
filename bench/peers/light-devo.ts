import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson, type Answered } from '../../simulators/http/answer';

const JOBS_LISTED = 10;

/** A Lookups API that keeps nothing: what arrives is counted, and every job is done at once. */
export interface LightDevo {
  serve(request: IncomingMessage, response: ServerResponse, path: string): Promise<Answered>;
  /** Finished deploys. */
  deploys(): number;
  /** Bytes of the last deploy's body. */
  lastBytes(): number;
  /** When the last deploy had arrived, epoch milliseconds. */
  lastAt(): number;
}

export function createLightDevo(): LightDevo {
  const jobs = new Map<string, string[]>();
  let deploys = 0;
  let lastBytes = 0;
  let lastAt = 0;

  async function deploy(name: string, request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    deploys += 1;
    lastBytes = bytes;
    lastAt = Date.now();
    const id = `job-${deploys}`;
    jobs.set(name, [...(jobs.get(name) ?? []), id].slice(-JOBS_LISTED));
    return answerJson(response, 201, { code: 201, id, msg: 'Lookup sent' });
  }

  return {
    async serve(request, response, path) {
      const [name = '', action, job] = path.split('/').slice(4);
      if (action === 'deploy-csv') return deploy(name, request, response);
      const known = jobs.get(name);
      if (known === undefined)
        return answerJson(response, 404, {
          error: { code: 'lookup.not_found', message: `There is no lookup ${name}` },
        });
      if (job !== undefined)
        return answerJson(response, 200, { jobs: [{ code: 'update.ok', msg: 'Lookup successfully updated' }] });
      if (action === 'job') return answerJson(response, 200, { jobs: known });
      return answerJson(response, 200, { name, status: 'ready', columns: [] });
    },
    deploys: () => deploys,
    lastBytes: () => lastBytes,
    lastAt: () => lastAt,
  };
}
