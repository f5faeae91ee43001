import type { ListErrors } from '../json-rows/list-peer';

/** How failures of requests to CTCI are named. */
export const CTCI_ERRORS: ListErrors = {
  unreachable: 'ctci_unreachable',
  tls: 'ctci_unreachable',
  timeout: 'ctci_timeout',
  cut_short: 'ctci_cut_short',
  unreadable: 'ctci_not_json',
  too_large: 'ctci_too_large',
  redirect: 'ctci_redirect',
  unauthorized: 'ctci_unauthorized',
  forbidden: 'ctci_forbidden',
  not_found: 'ctci_not_found',
  rate_limited: 'ctci_rate_limited',
  server_error: 'ctci_server_error',
  refused: 'ctci_status',
  status: 'ctci_status',
  error_in_body: 'ctci_error_in_body',
  not_the_list: 'ctci_not_the_list',
  page_of_list: 'ctci_page_of_list',
};
