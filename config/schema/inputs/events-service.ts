import { z } from 'zod';
import { BUILT_IN_TAGS } from '../../../domain/events/tag-map';
import { readUtcOffset } from '../../utc-offset';
import { cronSetting, historicalDateSetting, periodSetting, retrySetting, staleSetting } from '../pull-times';
import { refusal } from '../refuse';
import { setting } from '../setting-facts';
import { entryName, text } from '../text';
import { hostVerification } from './peer-settings';
import { threatquotientAddress } from './threatquotient-address';
import { threatquotientCredentials } from './threatquotient-credentials';

const OFFSET_FORM = 'hours and minutes behind a sign in quotes, such as "+02:00" or "-05:30"';

/**
 * The page of the collector that this one replaces does not tell its bounds. ThreatQ's own API gives at most 1,000
 * rows.
 */
const FETCH_LIMIT = { least: 1, most: 1000, usual: 500 };

/** Several days of events that are served late would be remembered in a state of 2 MiB. */
const LONGEST_OVERLAP_SECONDS = 86_400;

const TAG = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,5}$/;

const TAG_FORM = 'a table of 2 to 6 levels of letters, digits, - or _, separated by dots';

/** Told to a person in its own words. */
const tag = setting(z.string().regex(TAG, TAG_FORM), {
  description: 'Table for the events of one type.',
  expected: TAG_FORM,
});

/** Settings of one service of a ThreatQuotient input: its events, pulled by one cron. */
export const eventsService = z.strictObject({
  enabled: setting(z.boolean().default(true), {
    description: 'Whether the service runs.',
    example: false,
    besidePulls: true,
  }),
  api_base_url: threatquotientAddress('Address of ThreatQ, when the input does not hold it.'),
  credentials: threatquotientCredentials('The user that reads events, when the input does not hold it.'),
  verify_host_ssl_cert: setting(
    z.boolean().optional(),
    hostVerification('Whether the certificate of ThreatQ is checked, when the input does not say it.'),
  ),
  request_period_in_seconds: periodSetting(60, {
    description: 'Time between the starts of two walks over the events. Not together with `cron`.',
    example: 5,
  }),
  cron: cronSetting('*/5 * * * *'),
  event_fetch_limit_in_items: setting(z.int().min(FETCH_LIMIT.least).max(FETCH_LIMIT.most).default(FETCH_LIMIT.usual), {
    description: 'Events asked for in one page.',
    unit: 'events',
    example: 200,
    errors: { type: 'event_fetch_limit', value: 'event_fetch_limit', empty: 'event_fetch_limit' },
  }),
  historical_poll_datetime: historicalDateSetting(
    'Events begin here, at first and after a reset; a day ago when left out. Without a zone it ' +
      'is UTC. Not older than a year, not in the future.',
  ),
  reset_persistence_auth: setting(z.string().default(''), {
    description:
      'Any text. Changing it delivers everything since `historical_poll_datetime` again; the ' +
      'signal `reset_persistence_auth` does the same without an edit.',
    example: '2026-01-31',
    errors: { type: 'reset_persistence_auth_type' },
  }),
  overlap_in_seconds: setting(z.int().min(0).max(LONGEST_OVERLAP_SECONDS).default(120), {
    description:
      'How far each walk goes back behind the newest delivered event, for events that ThreatQ ' +
      'shows late. What was delivered is not delivered again.',
    unit: 'seconds',
    example: 300,
  }),
  retry_for_seconds: retrySetting(
    'How long a passing failure of ThreatQ or of an output is tried again before the pull fails; ' +
      'it caps `Retry-After` as well.',
  ),
  stale_after_seconds: staleSetting({
    description:
      'Age of the last good pull, or of the cron while there was none, from which `status` calls ' +
      'the service not well. Three periods, and never less than a quarter of an hour, when left ' +
      'out.',
    example: 3600,
  }),
  devo_tag_map: setting(
    z
      .record(text(), tag)
      .refine((map) => Object.hasOwn(map, 'default'), refusal('devo_tag_map', 'an entry named default'))
      .default(BUILT_IN_TAGS),
    {
      description:
        "Devo's table for each type of event; `default` is for all other types. It replaces the " +
        'built-in map as a whole.',
      expected: 'a mapping from types to tables, with an entry named default',
      example: {
        Spearphish: 'threatintel.threatquotient.platform.spearphish',
        default: 'threatintel.threatquotient.platform.userdefined',
      },
    },
  ),
  token_request: setting(z.enum(['query', 'json', 'form']).default('query'), {
    description:
      'Where the parameters of the login stand: client and kind in the address and the user as ' +
      'JSON, all as JSON, or all as a form. Servers differ; a wrong one is refused and may lock ' +
      'the account.',
    example: 'json',
  }),
  query_window: setting(z.enum(['filters', 'criteria']).default('filters'), {
    description: 'The member of a query that holds the window of time.',
    example: 'criteria',
  }),
  query_method: setting(z.enum(['POST', 'GET']).default('POST'), {
    description: 'The method of a query.',
    example: 'GET',
  }),
  server_utc_offset: setting(
    z
      .string()
      .refine((offset) => readUtcOffset(offset) !== null, OFFSET_FORM)
      .optional(),
    {
      description:
        'How far the dates that ThreatQ gives are ahead of UTC, which they are written in unless its ' +
        'zone was never set to it. Where that zone has summer time, set it anew when the clocks ' +
        'change.',
      expected: OFFSET_FORM,
      example: '+02:00',
    },
  ),
  paging: setting(z.enum(['offset', 'cursor']).default('offset'), {
    description: 'How pages are asked for: by offsets, or by the marks that newer servers give.',
    example: 'cursor',
  }),
  flatten_by: setting(z.enum(['attributes', 'sources', 'indicators', 'adversaries', 'tags']).optional(), {
    description:
      'Sends a message for each element of this list of an event, with all that the event holds beside it. An event ' +
      'is one message when left out, or where its list has no element.',
    example: 'indicators',
  }),
  skip_deleted_events: setting(z.boolean().default(false), {
    description:
      'Leaves out events that ThreatQ shows with a `deleted_at`. Else they are delivered as they are, with that date.',
    example: true,
  }),
  outputs: setting(z.array(entryName()).min(1), {
    description:
      'Names of the outputs that get the events: of type `devo_platform`, `devo_http` or ' +
      '`console`. The tag in their `config` does not count here.',
    expected: 'a list of at least one name that stands under outputs',
    example: ['devo_events'],
  }),
});

export type EventsServiceSettings = z.output<typeof eventsService>;
