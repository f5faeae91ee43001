import * as http from 'node:http';
import * as https from 'node:https';
import { authoritiesWith, type AuthorityFile } from './authorities';
import { type Proxy, proxyKey, proxyServerName } from './proxy/proxy';
import { TunnelAgent } from './proxy/tunnel';

/** A connection that a server closes so soon after the next request may be gone before it. */
const IN_DOUBT_MS = 1_000;

/** How the peer's certificate is judged. */
export interface TlsSettings {
  /** False switches the check of the server's certificate off, and nothing else. */
  readonly verifyHostSslCert: boolean;
  /** Authorities that are trusted besides the usual ones. */
  readonly caFile: AuthorityFile | null;
}

/** Connections to one peer, directly or through proxies. */
export interface Connections {
  /** The agent for a request; `isFresh` for one that must not go out on a connection which was used before. */
  agent(target: URL, proxy: Proxy | null, isFresh: boolean): http.Agent;
  /** What is said of TLS to the peer and to a proxy that is spoken to by https. */
  readonly tls: https.AgentOptions;
  /** See `HttpClient.rest`. */
  rest(ms: number): void;
  close(): void;
}

/** Connections that nobody uses are closed after this long, so that few are found dead by the next request. */
const IDLE_MS = 20_000;

/** Throws CollectorError `certificate_unreadable` for a file of authorities that cannot be used. */
export function openConnections(
  { verifyHostSslCert, caFile }: TlsSettings,
  environment: NodeJS.ProcessEnv,
): Connections {
  const tls: https.AgentOptions = {
    rejectUnauthorized: verifyHostSslCert,
    ...(caFile !== null && { ca: authoritiesWith(caFile, environment) }),
  };
  const agents = new Map<string, http.Agent>();

  function newAgent(target: URL, proxy: Proxy | null, isFresh: boolean): http.Agent {
    const kept: http.AgentOptions = isFresh ? { keepAlive: false } : { keepAlive: true, timeout: IDLE_MS };
    if (target.protocol === 'https:')
      return proxy === null ? new https.Agent({ ...kept, ...tls }) : new TunnelAgent({ ...kept, ...tls }, proxy);
    return proxy?.protocol === 'https'
      ? new https.Agent({ ...kept, ...tls, servername: proxyServerName(proxy) })
      : new http.Agent(kept);
  }

  return {
    tls,
    agent(target, proxy, isFresh) {
      const key = [target.protocol, proxy === null ? 'direct' : proxyKey(proxy), isFresh].join(' ');
      const agent = agents.get(key) ?? newAgent(target, proxy, isFresh);
      agents.set(key, agent);
      return agent;
    },
    rest(ms) {
      for (const agent of agents.values())
        for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []))
          if ((socket.timeout ?? Infinity) <= ms + IN_DOUBT_MS) socket.destroy();
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}
