import type { PeerErrors } from '../../http/peer';

/**
 * How failures of requests to ThreatQ are named. Every status that was not asked for is one error, as on Devo's page.
 */
export const THREATQUOTIENT_ERRORS: PeerErrors = {
  unreachable: 'threatquotient_unreachable',
  tls: 'threatquotient_tls',
  timeout: 'threatquotient_timeout',
  cut_short: 'threatquotient_cut_short',
  unreadable: 'threatquotient_not_json',
  too_large: 'threatquotient_too_large',
  redirect: 'threatquotient_redirect',
  unauthorized: 'threatquotient_events_status',
  forbidden: 'threatquotient_events_status',
  not_found: 'threatquotient_events_status',
  rate_limited: 'threatquotient_events_status',
  server_error: 'threatquotient_events_status',
  refused: 'threatquotient_events_status',
  status: 'threatquotient_events_status',
};
