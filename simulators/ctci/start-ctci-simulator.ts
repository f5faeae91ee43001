import { FaultQueue } from '../http/fault-queue';
import { listenLocally } from '../http/local-server';
import { findHistoryFile } from '../storage/data-folder';
import { serveApi, type ApiParts } from './api';
import { createAuthority } from './authority';
import type { CewlRow } from './replay/cewl-row';
import { serveControl } from './control';
import { startCounting } from './counters';
import { ctciFault, type CtciFault } from './ctci-fault';
import type { CtciOptions, CtciSimulator, CtciState } from './ctci-simulator';
import { loadHistory } from './replay/history';
import { keepListBodies } from './answer/list-bodies';
import { openListState } from './replay/list-state';
import { createReplay } from './replay/replay';
import { choiceName } from './answer/served-list';

const TOKEN_LIFETIME_SECONDS = 900; // the default of CTCI's auth library

/** Starts CTCI's API on the loopback interface, with a list that replays its history: a step for each download. */
export async function startCtciSimulator(options: CtciOptions): Promise<CtciSimulator> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? Date.now;
  const replay = createReplay(loadHistory(options.historyFile ?? findHistoryFile()), 0);
  const list = openListState(replay, (options.hold ?? false) || options.stepsPerDownload === 0, options.stateFile, log);
  const authority = createAuthority({
    apiToken: options.apiToken,
    username: options.username,
    password: options.password,
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? TOKEN_LIFETIME_SECONDS,
    now,
  });
  const faults = new FaultQueue<CtciFault>();
  const counting = startCounting();
  let lastServed: readonly CewlRow[] | null = null;
  const parts: ApiParts = {
    authority,
    list,
    bodies: keepListBodies(list),
    faults,
    counting,
    now,
    onDownload: () => {
      lastServed = list.rows();
    },
  };

  function state(): CtciState {
    const step = replay.step();
    return {
      step: replay.position(),
      steps: replay.length,
      date: step.date,
      added: step.added.length,
      changed: step.changed.length,
      removed: step.removed.length,
      syntheticRemovals: step.syntheticRemovals,
      held: list.held(),
      serve: choiceName(list.choice()),
      rows: list.rows().length,
      faults: faults.list(),
      counters: counting.read(),
    };
  }

  const controls = {
    state,
    rows: () => list.rows(),
    lastServed: () => lastServed,
    goToStep: (step) => list.goTo((within) => within.goTo(step)),
    goToDate: (date) => list.goTo((within) => within.goToDate(date)),
    hold: () => list.setHeld(true),
    resume: () => list.setHeld(false),
    serve: (choice) => list.choose(choice),
    fail: (fault) => faults.add(ctciFault.parse(fault)),
    clearFaults: () => faults.clear(),
    setTokenLifetime: (seconds) => authority.setLifetime(seconds),
    forgetTokens: () => authority.forgetTokens(),
  } satisfies Omit<CtciSimulator, 'url' | 'port' | 'close'>;

  const server = await listenLocally(
    (request, response) => {
      const url = new URL(request.url ?? '/', 'http://simulator');
      return url.pathname.startsWith('/_sim/')
        ? serveControl(controls, request, response, url.pathname)
        : serveApi(parts, request, response, url);
    },
    options.port ?? 0,
    log,
  );
  return { ...controls, url: server.url, port: server.port, close: () => server.close() };
}
