import { FaultQueue } from '../http/fault-queue';
import { listenLocally } from '../http/local-server';
import { openStateFile } from '../storage/state-file';
import { serveApi, type ApiParts } from './api';
import { serveControl } from './control';
import { startCounting } from './counters';
import { createEventFlow } from './events/event-flow';
import { createEventStore } from './events/event-store';
import { createEventTypes } from './events/event-types';
import { oddEvent } from './events/odd-event';
import { writeTime } from './events/server-time';
import { storedEvents } from './events/stored-events';
import { createAuthority } from './login/authority';
import { chosenProfile } from './profile';
import { threatquotientFault, type ThreatquotientFault } from './threatquotient-fault';
import type { ThreatquotientOptions, ThreatquotientSimulator, ThreatquotientState } from './threatquotient-simulator';

const CLIENT_ID = 'y5m0z3u8q1r6t2w9e4a7s0d3f6g1h8j2'; // 32 lower-case letters and digits, as in the vendor's examples
const BACKLOG = { count: 0, overSeconds: 86_400 };

/** Starts ThreatQ on the loopback interface: login, the query for events, and events that come about by themselves. */
export async function startThreatquotientSimulator(options: ThreatquotientOptions): Promise<ThreatquotientSimulator> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? Date.now;
  let profile = chosenProfile(options.profile ?? { settings: {} });
  let perMinute = options.eventsPerMinute ?? 0;
  const serverNow = (): number => now() / 1000 + profile.clockSkewSeconds;
  const store = createEventStore();
  const types = createEventTypes(options.customTypes ?? []);
  const flow = createEventFlow({
    store,
    types,
    seed: options.seed ?? 1,
    perMinute: () => perMinute,
    now: serverNow,
    indexLagSeconds: () => profile.indexLagSeconds,
  });
  const authority = createAuthority({
    clientId: options.clientId ?? CLIENT_ID,
    username: options.username,
    password: options.password,
    profile: () => profile,
    now,
  });
  const faults = new FaultQueue<ThreatquotientFault>();
  const counting = startCounting();
  const parts: ApiParts = {
    store,
    types,
    flow,
    authority,
    faults,
    counting,
    now,
    serverNow,
    clientId: options.clientId ?? CLIENT_ID,
    profile: () => profile,
  };
  const file = openStateFile(options.stateFile, storedEvents, log);
  const kept = file.load();
  const backlog = options.backlog ?? BACKLOG;
  if (kept === null) flow.backlog(backlog.count, backlog.overSeconds);
  for (const name of kept?.types ?? []) types.named(name);
  for (const event of kept?.events ?? []) store.put(event);
  let savedVersions = kept === null ? 0 : store.versions().length;

  function catchUp(): void {
    flow.catchUp();
    const versions = store.versions().length;
    if (versions === savedVersions || options.stateFile === undefined) return;
    file.save({ types: types.all().map(({ name }) => name), events: [...store.newest()] });
    savedVersions = versions;
  }

  function state(): ThreatquotientState {
    const events = store.newest();
    const newest = events.reduce((latest, { updatedAt }) => Math.max(latest, updatedAt), Number.NEGATIVE_INFINITY);
    const lockedUntil = authority.lockedUntil();
    return {
      events: events.length,
      versions: store.versions().length,
      newestUpdate: Number.isFinite(newest) ? writeTime(newest, 0) : null,
      types: types.all().map(({ name }) => name),
      eventsPerMinute: perMinute,
      profile,
      faults: faults.list(),
      counters: { ...counting.read(), logins: authority.counters() },
      lockedUntil: lockedUntil === null ? null : new Date(lockedUntil).toISOString(),
    };
  }

  const controls = {
    state,
    events: () => store.newest(),
    versions: () => store.versions(),
    create: (wanted) => flow.create(wanted),
    createOdd: (wanted) => flow.createOdd(oddEvent.parse(wanted)),
    update: (ids, what = 'updated', at) => flow.update(ids, what, at),
    vanish: (ids) => ids.forEach((id) => store.vanish(id)),
    clearEvents: () => store.clear(),
    setEventsPerMinute: (rate) => {
      flow.catchUp();
      perMinute = rate;
    },
    setProfile: (choice) => {
      profile = chosenProfile(choice);
    },
    setPassword: (password) => authority.setPassword(password),
    forgetTokens: () => authority.forgetTokens(),
    unlock: () => authority.unlock(),
    fail: (fault) => faults.add(threatquotientFault.parse(fault)),
    clearFaults: () => faults.clear(),
  } satisfies Omit<ThreatquotientSimulator, 'url' | 'port' | 'close'>;

  const server = await listenLocally(
    (request, response) => {
      const url = new URL(request.url ?? '/', 'http://simulator');
      catchUp();
      return url.pathname.startsWith('/_sim/')
        ? serveControl(controls, request, response, url.pathname)
        : serveApi(parts, request, response, url);
    },
    options.port ?? 0,
    log,
    options.tls,
  );
  return { ...controls, url: `${server.url}${profile.pathPrefix}`, port: server.port, close: () => server.close() };
}
