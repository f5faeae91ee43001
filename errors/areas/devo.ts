import type { CatalogueEntry } from '../catalogue-entry';

/**
 * Devo, through the Lookups API and through its event endpoint (500 to 599).
 */
export const DEVO_ENTRIES = {
  devo_status: {
    number: 500,
    name: 'DevoError',
    message: "Unexpected status code from Devo's Lookups API",
    cause: 'Devo answered with an HTTP status that is neither success nor one with a number of its own.',
    remedy: "Read the words of the answer; give the cid to Devo's support.",
  },
  devo_unauthorized: {
    number: 501,
    name: 'DevoError',
    message: 'Devo refused the token',
    cause:
      'The token is unknown, has expired or is of another domain, or its user may not manage ' +
      'lookups (HTTP 401 or 403).',
    remedy:
      'Check that region and domain are those of the token; else make one under Administration, Credentials, ' +
      'Authentication tokens, with a user whose role has "Lookups: Manage".',
  },
  devo_unreachable: {
    number: 502,
    name: 'DevoError',
    message: 'Devo cannot be reached',
    cause: 'The name does not resolve, the connection is refused or cut, or TLS fails.',
    remedy: 'Check region or url, DNS, proxy and firewall from the machine of the worker.',
  },
  devo_timeout: {
    number: 503,
    name: 'DevoError',
    message: 'Devo did not answer in time',
    cause: 'A request took longer than allowed.',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_refused: {
    number: 504,
    name: 'DevoError',
    message: 'Devo refused the deploy',
    cause: 'The Lookups API answered with a 4xx status: domain, lookup name or configuration are not accepted.',
    remedy: 'Read the words of the answer; check domain and lookup_name.',
  },
  devo_job_failed: {
    number: 505,
    name: 'DevoError',
    message: 'The deploy job ended in error',
    cause: 'Devo accepted the list but could not build the lookup.',
    remedy: 'Look at the lookup in Devo (Data search, Lookups); the next pull delivers the whole list again.',
  },
  devo_job_endless: {
    number: 506,
    name: 'DevoError',
    message: 'The deploy job did not end in time',
    cause: 'A job stayed without result for 40 minutes.',
    remedy: 'Look at the lookup in Devo; refresh or delete it there. The next pull delivers the whole list again.',
  },
  devo_answer: {
    number: 507,
    name: 'DevoError',
    message: 'Devo answered in a form that is not known',
    cause:
      'The answer is not the JSON that the Lookups API gives: a proxy, a firewall or another ' +
      'service may have answered.',
    remedy:
      'Check region or url; look at the first words of the answer, and whether something blocks ' +
      'the address of this machine.',
  },
  devo_rate_limited: {
    number: 508,
    name: 'DevoError',
    message: 'Devo asks to slow down',
    cause: 'Too many requests in a short time (HTTP 429).',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_server_error: {
    number: 509,
    name: 'DevoError',
    message: 'Devo has a fault of its own',
    cause: 'The API answered with a 5xx status.',
    remedy: 'Nothing, unless it stays: the delivery is repeated by itself.',
  },
  devo_tls: {
    number: 510,
    name: 'DevoError',
    message: "The TLS connection to Devo's event endpoint failed",
    cause: 'A certificate is expired, foreign, or not accepted by the other side.',
    remedy: 'Check chain, cert and key, and that they belong to this domain and region.',
  },
  devo_connection_lost: {
    number: 511,
    name: 'DevoError',
    message: "The connection to Devo's event endpoint was lost",
    cause: 'The peer closed or reset the connection before it had confirmed the end.',
    remedy: 'Nothing, unless it stays: the events are sent again.',
  },
  devo_event_refused: {
    number: 512,
    name: 'DevoError',
    message: 'Devo does not take an event',
    cause: 'It is larger than the receiver bears: alone it is turned down each time, while others pass.',
    remedy: 'Nothing else is held up by it. Look for the event by its id in ThreatQ; it comes again when it changes.',
  },
} as const satisfies Record<string, CatalogueEntry>;
