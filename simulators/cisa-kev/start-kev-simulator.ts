import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { loadHistory } from '../ctci/replay/history';
import { openListState } from '../ctci/replay/list-state';
import { createReplay } from '../ctci/replay/replay';
import { choiceName, listChoice } from '../ctci/answer/served-list';
import { answerJson, answerText, type Answered } from '../http/answer';
import { controlled } from '../http/control-answer';
import { FaultQueue } from '../http/fault-queue';
import { listenLocally } from '../http/local-server';
import { findHistoryFile } from '../storage/data-folder';
import { kevCatalogue, type KevCatalogue } from './kev-catalogue';
import { kevFault, type KevFault } from './kev-fault';
import type { KevOptions, KevSimulator, KevState } from './kev-simulator';
import { CATALOGUE_PATH, serveCatalogue } from './serve-catalogue';

const place = z.union([z.strictObject({ step: z.int() }), z.strictObject({ date: z.iso.date() })]);
const nothing = z.unknown();

/**
 * Starts the publisher of CISA's catalogue on the loopback interface, which replays its history: a step for each
 * download.
 */
export async function startKevSimulator(options: KevOptions = {}): Promise<KevSimulator> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? Date.now;
  const replay = createReplay(loadHistory(options.historyFile ?? findHistoryFile()), 0);
  const list = openListState(replay, options.hold ?? false, options.stateFile, log);
  const faults = new FaultQueue<KevFault>();
  const counted = { requests: 0, notModified: 0, downloads: 0 };

  function catalogue(): KevCatalogue {
    return kevCatalogue(list.rows(), replay.step().date);
  }

  function state(): KevState {
    return {
      step: replay.position(),
      steps: replay.length,
      date: replay.step().date,
      held: list.held(),
      serve: choiceName(list.choice()),
      count: list.rows().length,
      ...counted,
      faults: faults.list(),
    };
  }

  const controls = {
    state,
    catalogue,
    goToStep: (step) => list.goTo((within) => within.goTo(step)),
    goToDate: (date) => list.goTo((within) => within.goToDate(date)),
    hold: () => list.setHeld(true),
    resume: () => list.setHeld(false),
    serve: (choice) => list.choose(choice),
    fail: (fault) => faults.add(kevFault.parse(fault)),
    clearFaults: () => faults.clear(),
  } satisfies Omit<KevSimulator, 'url' | 'port' | 'close'>;

  async function publish(request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    counted.requests += 1;
    const version = list.version();
    const outcome = await serveCatalogue(
      catalogue(),
      faults.take((_one): _one is KevFault => true),
      request,
      response,
      now(),
    );
    if (outcome === 'not-modified') counted.notModified += 1;
    if (outcome === 'downloaded') counted.downloads += 1;
    if (outcome === 'downloaded' && request.method === 'GET') list.downloaded(version);
    return response;
  }

  function control(request: IncomingMessage, response: ServerResponse, path: string): Promise<Answered> {
    const act = <Body>(schema: z.ZodType<Body>, change: (body: Body) => void): Promise<Answered> =>
      controlled(request, response, schema, (body) => {
        change(body);
        return state();
      });
    switch (`${request.method ?? ''} ${path}`) {
      case 'GET /_sim/state':
        return Promise.resolve(answerJson(response, 200, state()));
      case 'POST /_sim/goto':
        return act(place, (to) => ('step' in to ? controls.goToStep(to.step) : controls.goToDate(to.date)));
      case 'POST /_sim/hold':
        return act(nothing, () => controls.hold());
      case 'POST /_sim/resume':
        return act(nothing, () => controls.resume());
      case 'POST /_sim/list':
        return act(listChoice, (choice) => controls.serve(choice));
      case 'POST /_sim/faults':
        return act(kevFault, (fault) => faults.add(fault));
      case 'DELETE /_sim/faults':
        return act(nothing, () => controls.clearFaults());
      default:
        return Promise.resolve(
          answerJson(response, 404, { error: `no such control: ${request.method ?? ''} ${path}` }),
        );
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<Answered> {
    const { pathname } = new URL(request.url ?? '/', 'http://simulator');
    if (pathname.startsWith('/_sim/')) return control(request, response, pathname);
    if (pathname !== CATALOGUE_PATH) return answerText(response, 404, 'text/html', '<h1>Page not found</h1>');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answerText(response, 405, 'text/plain', 'GET and HEAD only', { allow: 'GET, HEAD' });
    return publish(request, response);
  }

  const server = await listenLocally(serve, options.port ?? 0, log);
  return { ...controls, url: server.url, port: server.port, close: () => server.close() };
}
