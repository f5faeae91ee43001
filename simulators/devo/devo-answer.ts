import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { answerJson, type Answered, type Headers } from '../http/answer';
import type { Deploy } from './lookups/deploy';
import type { DevoRefusal } from './devo-error';

/** Devo's correlation id: what its support asks for. */
export function correlationId(): string {
  return randomBytes(6).toString('hex');
}

export function answerRefusal(response: ServerResponse, refusal: DevoRefusal, headers: Headers = {}): Answered {
  return answerJson(
    response,
    refusal.status,
    { error: { code: refusal.code, message: refusal.message }, cid: correlationId() },
    headers,
  );
}

/** The deploy has been handed to Devo's lookups manager: nothing is done yet. */
export function answerDeployed(
  response: ServerResponse,
  domain: string,
  name: string,
  jobId: string,
  deploy: Deploy,
): Answered {
  return answerJson(response, 201, {
    type: deploy.method === 'POST' ? 'LookupCreationResponse' : 'LookupUpdateResponse',
    cid: correlationId(),
    code: 201,
    context: null,
    id: jobId,
    msg:
      `Lookup sent to ${deploy.method === 'POST' ? 'creation' : 'update'}. Poll ` +
      `/lookup/${domain}/${name}/job/${jobId} for its status.`,
    lookupDeployConfig: {
      id: { creator: domain, name },
      visibility: 'creator-only',
      notifyStatus: false,
      recipe: {
        recipeType: 'once',
        source: { columns: deploy.columns, skipPreface: 0, hasHeader: true, skipEmptyLines: false },
        lookupType: { type: 'normal' },
        append: deploy.append,
        key: { type: 'column', column: deploy.key },
        contribution: { type: deploy.contribution },
      },
    },
  });
}

export function answerDeleted(response: ServerResponse, jobId: string): Answered {
  return answerJson(response, 200, {
    type: 'LookupDeletionResponse',
    cid: correlationId(),
    code: 200,
    context: null,
    id: jobId,
    msg: 'Lookup sent to deletion',
  });
}
