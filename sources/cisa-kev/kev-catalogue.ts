import { z } from 'zod';
import { isoMoment } from '../../domain/list/moment';
import type { ListEdition } from '../../domain/list/list-origin';
import { count } from '../../domain/report/words';
import { CollectorError } from '../../errors/collector-error';
import { describeAnswer } from '../../http/failure/status-error';
import type { HttpAnswer } from '../../http/http-message';
import type { ListPeer } from '../json-rows/list-peer';
import { notTheList } from '../json-rows/no-list';
import type { SourceRow } from '../json-rows/table-builder';

/** Where the catalogue holds its rows: https://www.cisa.gov/known-exploited-vulnerabilities-catalog, JSON schema. */
export const KEV_ENVELOPE = { rows: 'vulnerabilities', mayBeBare: false, mayTellTotals: false };

const LONGEST_WORD = 60;

/** What stands around the rows, as CISA publishes it. */
const around = z.object({
  catalogVersion: z.string().trim().min(1).max(LONGEST_WORD),
  dateReleased: z
    .string()
    .max(LONGEST_WORD)
    .refine((text) => isoMoment(text) !== undefined),
  count: z.int().min(0),
});

/**
 * Which edition it is. Throws CollectorError for what is not the published catalogue: a file that was cut, or made
 * smaller on its way, says by its own count how many rows there must be.
 */
export function readEdition(answer: HttpAnswer, envelope: unknown, received: number, peer: ListPeer): ListEdition {
  const parsed = around.safeParse(envelope);
  if (!parsed.success) {
    const members = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw notTheList(answer, peer, `${members} is missing or not as CISA publishes it`);
  }
  const { catalogVersion: version, dateReleased: released, count: said } = parsed.data;
  if (said !== received)
    throw new CollectorError('kev_count_differs', {
      setting: peer.addressSetting,
      seen: `count says ${count(said)}, ${count(received)} vulnerabilities came; ${describeAnswer(answer, peer)}`,
    });
  return { version, released };
}

/** The weaknesses of a row as one text, which a lookup can be searched for one of: `CWE-20, CWE-502`. */
export function withTextOfCwes(row: SourceRow): SourceRow {
  const { cwes } = row;
  return Array.isArray(cwes) && cwes.every((each) => typeof each === 'string')
    ? { ...row, cwes: cwes.join(', ') }
    : row;
}
