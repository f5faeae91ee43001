import type { ListErrors } from '../json-rows/list-peer';

/** How failures of requests for the catalogue are named. */
export const KEV_ERRORS: ListErrors = {
  unreachable: 'kev_unreachable',
  tls: 'kev_unreachable',
  timeout: 'kev_timeout',
  cut_short: 'kev_cut_short',
  unreadable: 'kev_not_json',
  too_large: 'kev_too_large',
  redirect: 'kev_redirect',
  unauthorized: 'kev_forbidden',
  forbidden: 'kev_forbidden',
  not_found: 'kev_not_found',
  rate_limited: 'kev_rate_limited',
  server_error: 'kev_server_error',
  refused: 'kev_status',
  status: 'kev_status',
  error_in_body: 'kev_not_the_list',
  not_the_list: 'kev_not_the_list',
  page_of_list: 'kev_count_differs',
};
