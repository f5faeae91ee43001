import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson, type Answered } from '../http/answer';
import { changing, controlled } from '../http/control-answer';
import { devoFault } from './devo-fault';
import type { DevoSimulator } from './devo-simulator';

export type Controls = Omit<DevoSimulator, 'url' | 'lookupApiUrl' | 'port' | 'syslogPort' | 'close'>;

const nothing = z.unknown();
const foreignChange = z.strictObject({
  upsert: z.array(z.record(z.string(), z.string())).optional(),
  remove: z.array(z.string()).optional(),
});

/** `/_sim/...`: what a test or a person asks of the simulator itself. */
export async function serveControl(
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<Answered> {
  const act = changing(request, response, controls);
  const method = request.method ?? '';
  const ofLookup = /^\/_sim\/lookups\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  if (ofLookup !== null)
    return serveLookup(controls, request, response, decodeURIComponent(ofLookup[1] ?? ''), ofLookup[2]);

  switch (`${method} ${path}`) {
    case 'GET /_sim/state':
      return answerJson(response, 200, controls.state());
    case 'GET /_sim/deploys':
      return answerJson(response, 200, controls.deploys());
    case 'GET /_sim/overlaps':
      return answerJson(response, 200, controls.overlaps());
    case 'GET /_sim/events':
      return answerJson(response, 200, controls.events());
    case 'GET /_sim/tables':
      return answerJson(response, 200, controls.tables());
    case 'DELETE /_sim/events':
      return act(nothing, () => controls.clearEvents());
    case 'POST /_sim/faults':
      return act(devoFault, (fault) => controls.fail(fault));
    case 'DELETE /_sim/faults':
      return act(nothing, () => controls.clearFaults());
    case 'POST /_sim/jobs/finish':
      return act(nothing, () => controls.finishJobs());
    default:
      return answerJson(response, 404, { error: `no such control: ${method} ${path}` });
  }
}

async function serveLookup(
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  part: string | undefined,
): Promise<Answered> {
  const asked = `${request.method ?? ''} ${part ?? ''}`;
  if (asked === 'POST foreign-deploy') {
    return controlled(request, response, foreignChange, (change) => ({ jobId: controls.foreignDeploy(name, change) }));
  }
  const found = asked === 'GET rows' ? controls.rows(name) : controls.lookup(name);
  if (found === null) return answerJson(response, 404, { error: `no lookup ${name}` });
  if (asked === 'GET rows' || asked === 'GET ') return answerJson(response, 200, found);
  if (asked !== 'DELETE ') return answerJson(response, 404, { error: `no such control of a lookup: ${asked}` });
  controls.removeLookup(name);
  return answerJson(response, 200, controls.state());
}
