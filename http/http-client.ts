import { environmentSecrets, passwordsOfAddress } from '../config/secrets/environment-secrets';
import { createRedactor, type Redactor } from '../config/secrets/redaction';
import { type Connections, openConnections } from './connections';
import type { TimeLimits } from './deadline';
import { printable } from './answer/first-words';
import { HttpFailure } from './failure/http-failure';
import type { HttpAnswer, HttpRequest, RequestTally } from './http-message';
import type { HttpWay } from './http-way';
import { createPace } from './pace';
import type { Peer, PeerErrors } from './peer';
import { isRedirect, MOST_REDIRECTS, trustedTarget, withoutQuery } from './redirect';
import { sendRequest, type Wire } from './send-request';
import { bodyInWords } from './failure/status-error';

/** How a peer is reached, and how its failures are named. */
export interface HttpClientOptions extends HttpWay {
  /** Scheme, host, optional port and path; the paths of requests are appended to it. */
  readonly baseUrl: string;
  /** Of one request. */
  readonly limits: TimeLimits;
  /** For the body of a success, both as it is received and as it is unpacked. */
  readonly bodyLimitBytes: number;
  readonly errors: PeerErrors;
  /** Paths of the settings that errors name. */
  readonly settings: {
    readonly address: string;
    readonly credentials: string;
    readonly caFile: string;
    readonly proxy: string;
  };
  /** What no text may show; asked for whenever a text is masked, since a login may give new ones. */
  readonly secrets: () => readonly string[];
}

/** One way to speak HTTP: connections are kept between requests, and nothing secret is in what is thrown. */
export interface HttpClient {
  readonly peer: Peer;
  /**
   * Sends a request, follows the redirects that the credentials may follow, and answers with whatever comes. One that a
   * kept connection has lost before any answer goes out once more on a fresh one.
   *
   * @throws HttpFailure for what is no answer; CollectorError `certificate_unreadable`; the caller's own reason when it
   *   gives up
   */
  send(request: HttpRequest, tally: RequestTally, signal: AbortSignal): Promise<HttpAnswer>;
  /**
   * No request follows for so long, milliseconds: connections that the server will not have kept until then, as it has
   * said, are closed at once. Nobody has to wake up for that, and no request meets one that is about to be closed.
   */
  rest(ms: number): void;
  close(): void;
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { errors, settings, limits, bodyLimitBytes, environment = process.env, now = Date.now } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const proxySecrets = [...environmentSecrets(environment), ...passwordsOfAddress(options.proxy ?? '')];
  const proxy = options.proxy === undefined ? undefined : { path: settings.proxy, value: options.proxy };
  const pace = createPace(options.requestsPerSecond, options.now);
  const peer: Peer = {
    errors,
    addressSetting: settings.address,
    credentialsSetting: settings.credentials,
    mask: maskOf(() => [...options.secrets(), ...proxySecrets]),
    now,
  };
  let connections: Connections | null = null;

  /** Made with the first request, for it reads the CA file. */
  function wire(): Wire {
    connections ??= connectionsOf(options, environment);
    return { connections, limits, bodyLimitBytes, proxy, environment, peer };
  }

  return {
    peer,
    async send(request, tally, signal) {
      let url = new URL(`${baseUrl}${request.path}`);
      for (let redirects = 0; ; redirects += 1) {
        await pace(signal);
        signal.throwIfAborted();
        tally.requests += 1;
        const answer = await sendRequest(wire(), request, url, signal);
        if (!isRedirect(answer.status, answer.location)) return answer;
        url = nextUrl({ peer, request, from: url, answer, location: answer.location, redirects });
      }
    },
    rest(ms) {
      connections?.rest(ms);
    },
    close() {
      connections?.close();
      connections = null;
    },
  };
}

interface Redirect {
  readonly peer: Peer;
  readonly request: HttpRequest;
  readonly from: URL;
  readonly answer: HttpAnswer;
  readonly location: string;
  /** That came before. */
  readonly redirects: number;
}

function nextUrl({ peer, request, from, answer, location, redirects }: Redirect): URL {
  const target = request.isOnce ? null : trustedTarget(from, location);
  if (target !== null && redirects < MOST_REDIRECTS) return target;
  const where = printable(withoutQuery(peer.mask(location)), peer.mask);
  const why = target === null ? '' : `, the ${redirects + 1}th redirect`;
  const seen =
    `${answer.request}: status ${answer.status}, redirect to ${where}${why}, ` + bodyInWords(answer, peer.mask);
  throw new HttpFailure('redirect', true, peer.errors, { setting: peer.addressSetting, seen });
}

function connectionsOf(
  { verifyHostSslCert, caFile, settings }: HttpClientOptions,
  environment: NodeJS.ProcessEnv,
): Connections {
  return openConnections(
    { verifyHostSslCert, caFile: caFile === undefined ? null : { path: caFile, setting: settings.caFile } },
    environment,
  );
}

/** A mask for the secrets that are known when it is called. A server that echoes a key must not bring it into a log. */
function maskOf(secrets: () => readonly string[]): Redactor {
  let known = '';
  let redact: Redactor = createRedactor([]);
  return (text) => {
    const now = secrets();
    const key = JSON.stringify(now);
    if (key !== known) redact = createRedactor(now);
    known = key;
    return redact(text);
  };
}
