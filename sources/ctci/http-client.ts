import { CollectorError } from '../../config/errors/collector-error';
import { printable } from './first-words';
import { type HttpAnswer, type HttpRequest, requestInWords, type RequestTally } from './http-message';
import type { Pace } from './pace';
import { isRedirect, MOST_REDIRECTS, trustedTarget } from './redirect';
import { sendRequest, type Wire } from './send-request';

export interface HttpClient {
  /**
   * Sends a request, follows the redirects that the key may follow, and answers with whatever comes.
   * What is no answer is a CollectorError; when the caller gives up, its own reason is thrown.
   */
  send(request: HttpRequest, tally: RequestTally, signal: AbortSignal): Promise<HttpAnswer>;
}

/** `wire` is made with the first request, for it reads the CA file. */
export function createHttpClient(wire: () => Wire, pace: Pace): HttpClient {
  return {
    async send(request, tally, signal) {
      let hop = request;
      for (let redirects = 0; ; redirects += 1) {
        await pace(signal);
        signal.throwIfAborted();
        tally.requests += 1;
        const answer = await sendRequest(wire(), hop, signal);
        if (!isRedirect(answer.status, answer.location)) return answer;
        hop = { ...request, url: nextUrl(wire(), hop, answer.location, redirects) };
      }
    },
  };
}

function nextUrl(wire: Wire, request: HttpRequest, location: string, redirects: number): URL {
  const target = trustedTarget(request.url, location);
  if (target !== null && redirects < MOST_REDIRECTS) return target;
  const where = printable(withoutQuery(wire.mask(location)), wire.mask);
  const why = target === null ? '' : `, the ${redirects + 1}th redirect`;
  throw new CollectorError('ctci_redirect', { setting: wire.setting, seen: `${requestInWords(request)}: redirect to ${where}${why}` });
}

/** A query is where other people's tokens stand. */
function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}
