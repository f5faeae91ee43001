import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson, type Answered } from '../http/answer';
import { changing, controlled } from '../http/control-answer';
import { oddEvent } from './events/odd-event';
import { profileChoice, PROFILES } from './profile';
import { threatquotientFault } from './threatquotient-fault';
import type { ThreatquotientSimulator } from './threatquotient-simulator';

type Controls = Omit<ThreatquotientSimulator, 'url' | 'port' | 'close'>;

const nothing = z.unknown();
const ids = z.array(z.int());
const newEvents = z.strictObject({
  count: z.int().min(1).max(1_000_000).default(1),
  type: z.string().optional(),
  at: z.int().optional(),
  title: z.string().optional(),
  indicators: z.int().min(0).optional(),
  descriptionLength: z.int().min(0).optional(),
});
const update = z.strictObject({
  ids,
  what: z.enum(['updated', 'touched', 'deleted']).default('updated'),
  at: z.int().optional(),
});

/** `/_sim/...`: what a test or a person asks of the simulator itself. */
export async function serveControl(
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<Answered> {
  const act = changing(request, response, controls);

  switch (`${request.method ?? ''} ${path}`) {
    case 'GET /_sim/state':
      return answerJson(response, 200, controls.state());
    case 'GET /_sim/events':
      return answerJson(response, 200, controls.events());
    case 'GET /_sim/versions':
      return answerJson(response, 200, controls.versions());
    case 'GET /_sim/profiles':
      return answerJson(response, 200, PROFILES);
    case 'POST /_sim/events':
      return controlled(request, response, newEvents, (wanted) => ({ ids: controls.create(wanted) }));
    case 'POST /_sim/odd':
      return controlled(request, response, oddEvent, (wanted) => ({ ids: [controls.createOdd(wanted)] }));
    case 'POST /_sim/update':
      return act(update, (body) => controls.update(body.ids, body.what, body.at));
    case 'POST /_sim/vanish':
      return act(z.strictObject({ ids }), (body) => controls.vanish(body.ids));
    case 'DELETE /_sim/events':
      return act(nothing, () => controls.clearEvents());
    case 'POST /_sim/flow':
      return act(z.strictObject({ perMinute: z.number().min(0) }), (body) =>
        controls.setEventsPerMinute(body.perMinute),
      );
    case 'POST /_sim/profile':
      return act(profileChoice, (choice) => controls.setProfile(choice));
    case 'POST /_sim/password':
      return act(z.strictObject({ password: z.string() }), (body) => controls.setPassword(body.password));
    case 'POST /_sim/forget-tokens':
      return act(nothing, () => controls.forgetTokens());
    case 'POST /_sim/unlock':
      return act(nothing, () => controls.unlock());
    case 'POST /_sim/faults':
      return act(threatquotientFault, (fault) => controls.fail(fault));
    case 'DELETE /_sim/faults':
      return act(nothing, () => controls.clearFaults());
    default:
      return answerJson(response, 404, { error: `no such control: ${request.method ?? ''} ${path}` });
  }
}
