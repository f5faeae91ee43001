import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { answerJson, answerText, type Answered } from '../http/answer';
import { changing } from '../http/control-answer';
import type { CewlRow } from './replay/cewl-row';
import { ctciFault } from './ctci-fault';
import type { CtciSimulator } from './ctci-simulator';
import { bareNumberTokens, parseWithTokens } from './answer/number-token';
import { listChoice } from './answer/served-list';

type Controls = Omit<CtciSimulator, 'url' | 'port' | 'close'>;

const place = z.union([z.strictObject({ step: z.int() }), z.strictObject({ date: z.iso.date() })]);
const nothing = z.unknown();

/**
 * `/_sim/...`: what a test or a person asks of the simulator itself. Every answer but the lists is the state after it.
 */
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
    case 'GET /_sim/rows':
      return answerRows(response, controls.rows());
    case 'GET /_sim/last-served':
      return answerRows(response, controls.lastServed());
    case 'POST /_sim/goto':
      return act(place, (to) => ('step' in to ? controls.goToStep(to.step) : controls.goToDate(to.date)));
    case 'POST /_sim/hold':
      return act(nothing, () => controls.hold());
    case 'POST /_sim/resume':
      return act(nothing, () => controls.resume());
    case 'POST /_sim/list':
      return act(listChoice, (choice) => controls.serve(choice), parseWithTokens);
    case 'POST /_sim/faults':
      return act(ctciFault, (fault) => controls.fail(fault));
    case 'DELETE /_sim/faults':
      return act(nothing, () => controls.clearFaults());
    case 'POST /_sim/token-lifetime':
      return act(z.strictObject({ seconds: z.number() }), (body) => controls.setTokenLifetime(body.seconds));
    case 'POST /_sim/forget-tokens':
      return act(nothing, () => controls.forgetTokens());
    default:
      return answerJson(response, 404, { error: `no such control: ${request.method ?? ''} ${path}` });
  }
}

function answerRows(response: ServerResponse, rows: readonly CewlRow[] | null): Answered {
  return answerText(response, 200, 'application/json', bareNumberTokens(JSON.stringify(rows)));
}
