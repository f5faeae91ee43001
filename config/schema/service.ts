import { z } from 'zod';
import { durationSeconds } from '../duration';
import { obfuscationRule } from './obfuscation';
import { cronSetting, historicalDateSetting, periodSetting, retrySetting, staleSetting } from './pull-times';
import { setting } from './setting-facts';
import { entryName } from './text';

const DURATION_FORM = 'a duration such as 12h, 7d or 2w, or 0 for never';
/** Settings of one service: one list, pulled by one cron. */
export const serviceSettings = z.strictObject({
  enabled: setting(z.boolean().default(true), {
    description: 'Whether the service runs.',
    example: false,
    besidePulls: true,
  }),
  endpoint: setting(
    z
      .string()
      .regex(/^\/(?!\/)[^\s#\\]*$/)
      .default('/api/v1/cewl'),
    {
      description: 'Path of the list below `api_base_url`. `/cve/cewl_download` gives the same list in its older form.',
      expected: 'a path that starts with one /, such as /api/v1/cewl',
      example: '/cve/cewl_download',
    },
  ),
  request_period_in_seconds: periodSetting(3600, {
    description: 'Time between the starts of two pulls. Not together with `cron`.',
    example: 900,
  }),
  cron: cronSetting('CRON_TZ=Europe/Madrid 0 * * * *'),
  reset_persistence_auth: setting(z.string().default(''), {
    description:
      'Any text. Changing it makes the next pull deliver everything again; the signal ' +
      '`reset_persistence_auth` does the same without an edit.',
    example: '2026-01-31',
    errors: { type: 'reset_persistence_auth_type' },
  }),
  shrink_limit_percent: setting(z.number().min(0).max(100).default(20), {
    description:
      'A list in which more than this share of the last delivered CVEs is missing is held: nothing ' +
      'is sent until it recovers or is released. So is one in which a column has lost more than ' +
      'this share of its filled cells.',
    unit: 'percent',
    example: 35,
  }),
  retry_for_seconds: retrySetting(
    'How long a pull tries again after a passing failure of the source before it fails; it caps ' +
      '`Retry-After` as well.',
  ),
  stale_after_seconds: staleSetting({
    description:
      'Age of the last good pull, or of the cron while there was none, from which `status` calls ' +
      'the service not well. Three periods when left out.',
    example: 14_400,
  }),
  full_refresh_every: setting(fullRefresh(), {
    description: 'How often an incremental lookup is delivered in full, so that drift heals itself. `0` for never.',
    unit: 's, m, h, d or w, written behind the number',
    expected: DURATION_FORM,
    example: '2w',
  }),
  deliver_volatile: setting(z.boolean().default(false), {
    description:
      'Deliver `processed`, `notified`, `notified_date` and `updated` too, and take a change of ' +
      'them for a change of the row.',
    example: true,
  }),
  historical_poll_datetime: historicalDateSetting(
    'Event outputs get, at first and after a reset, only what was added since this date. Without ' +
      'a zone it is UTC. Not older than a year, not in the future. A lookup always gets the whole ' +
      'list.',
  ),
  obfuscation: setting(z.array(obfuscationRule).default([]), {
    description: 'Rules applied, in their order, before anything leaves.',
    expected: 'a list of rules',
    example: [{ method: 'mask', fields: ['external_note'], keep_first: 2 }],
  }),
  outputs: setting(z.array(entryName()).min(1), {
    description: 'Names of the outputs that get the list, in the order of delivery.',
    expected: 'a list of at least one name that stands under outputs',
    example: ['devo_lookup'],
  }),
});

export type ServiceSettings = z.output<typeof serviceSettings>;

/** Seconds between two full deliveries, or null for never. */
function fullRefresh() {
  return z
    .union([z.literal(0), z.string().refine((duration) => durationSeconds(duration) !== null, DURATION_FORM)])
    .prefault('7d')
    .transform((duration): number | null => (duration === 0 ? null : durationSeconds(duration)) || null);
}
