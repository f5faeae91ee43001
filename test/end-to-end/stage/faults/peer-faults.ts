/** A fault of CTCI or Devo that a service meets, and the number that its pull has to fail with. */
export interface PeerFault {
  readonly number: number;
  /** Name of the service that meets it. */
  readonly service: string;
  /** Path at the faulty server: of the list, or where Devo's address begins. */
  readonly path: string;
}

/** The list comes from `api_base_url` + path. */
export const CTCI_FAULTS: readonly PeerFault[] = [
  { number: 400, service: 'teapot', path: '/teapot' },
  { number: 401, service: 'unauthorized', path: '/unauthorized' },
  { number: 403, service: 'forbidden', path: '/forbidden' },
  { number: 404, service: 'missing', path: '/missing' },
  { number: 405, service: 'page', path: '/page' },
  { number: 406, service: 'other_json', path: '/other-json' },
  { number: 407, service: 'error_in_body', path: '/error-in-body' },
  { number: 409, service: 'cut', path: '/cut' },
  { number: 410, service: 'elsewhere', path: '/elsewhere' },
  { number: 411, service: 'first_page', path: '/first-page' },
  { number: 413, service: 'too_large', path: '/too-large' },
  { number: 414, service: 'too_many', path: '/too-many' },
  { number: 429, service: 'hurry', path: '/hurry' },
  { number: 450, service: 'broken', path: '/broken' },
];

/** Inputs of their own: how CTCI is reached is the fault. */
export const INPUT_FAULTS = [
  { number: 103, input: 'refused_login' },
  { number: 402, input: 'unreachable' },
  { number: 402, input: 'behind_a_proxy' },
] as const;

/** The lookup is at the faulty server + path. */
export const LOOKUP_FAULTS: readonly PeerFault[] = [
  { number: 500, service: 'devo_elsewhere', path: '/devo-elsewhere/lookup-api' },
  { number: 501, service: 'devo_unauthorized', path: '/devo-unauthorized/lookup-api' },
  { number: 502, service: 'devo_unreachable', path: 'http://127.0.0.1:1/lookup-api' },
  { number: 504, service: 'devo_refusing', path: '/devo-refusing/lookup-api' },
  { number: 505, service: 'devo_failing', path: '/devo-failing/lookup-api' },
  { number: 507, service: 'devo_page', path: '/devo-page/lookup-api' },
  { number: 508, service: 'devo_hurry', path: '/devo-hurry/lookup-api' },
  { number: 509, service: 'devo_broken', path: '/devo-broken/lookup-api' },
];

/** Events go to the faulty server + path; their token stands in the URL. */
export const INGESTION_FAULTS: readonly PeerFault[] = [
  { number: 500, service: 'events_elsewhere', path: '/devo-elsewhere' },
  { number: 501, service: 'events_unauthorized', path: '/devo-unauthorized' },
  { number: 509, service: 'events_broken', path: '/devo-broken' },
];

/** Events go by TLS: to one whose certificate is foreign, and to one that hangs up. */
export const TLS_FAULTS = [
  { number: 510, service: 'events_foreign' },
  { number: 511, service: 'events_hung_up' },
] as const;

/** Files of a certificate that cannot be used are found at a pull. */
export const CERTIFICATE_FAULT = { number: 33, service: 'no_certificate' } as const;

/** A rule that hits no column is found when the list is there. */
export const RULE_FAULT = { number: 70, service: 'mistyped_rule' } as const;

/** The chain carries a state of a version that does not exist yet. */
export const STATE_FAULT = { number: 605, service: 'from_the_future' } as const;

/** The client waits for a shorter time than the list takes. */
export const WAIT_FAULT = { number: 610, service: 'slow' } as const;

/** All numbers that are provoked among faulty peers. */
export const PEER_NUMBERS: readonly number[] = [
  ...CTCI_FAULTS,
  ...INPUT_FAULTS,
  ...LOOKUP_FAULTS,
  ...INGESTION_FAULTS,
  ...TLS_FAULTS,
  CERTIFICATE_FAULT,
  RULE_FAULT,
  STATE_FAULT,
  WAIT_FAULT,
].map(({ number }) => number);
