import { encodeToPayload } from '../../engine/private-sdk';
import { indexList, ledgerOf, markRows } from '../../domain/changes/compare-list';
import { packLedger } from '../../packing/ledger';
import { KEY_COLUMN, type List } from '../../domain/list/list';
import { loadedDataConverter } from '../../engine/payloads/data-converter';
import type { Measurement } from '../measurement';
import { assignedIds } from '../peers/assigned-ids';
import { repeatableRandom } from '../peers/random';
import { realRows } from '../peers/real-rows';
import { atMost, kilobytes, megabytes, told } from '../report/goals';

const REAL_ROWS = 1_300; // no more than the real history holds, so that none is invented
const MANY_ROWS = 100_000;

/** What the memory of the delivered list costs in the carried state. */
export const ledgerSize: Measurement = {
  section: 'ledger',
  async run() {
    const real = packedLedger(realRows(REAL_ROWS).map(({ cve }) => String(cve)));
    const many = packedLedger(assignedIds(MANY_ROWS, repeatableRandom(7)));
    const perRow = (bytes: number): string => `${bytes.toFixed(2)} bytes a row`;
    return [
      atMost({
        name: `ledger of the ${REAL_ROWS} real ids`,
        value: bytesOf(real) / REAL_ROWS,
        limit: 12,
        words: perRow,
      }),
      atMost({ name: 'ledger of 100,000 ids', value: bytesOf(many) / MANY_ROWS, limit: 12, words: perRow }),
      atMost({ name: 'ledger of 100,000 ids', value: bytesOf(many), limit: 1_200_000, words: megabytes }),
      told(
        'the same as it travels in the state: base64, deflated',
        `${kilobytes(await carriedBytes(real))}, ${megabytes(await carriedBytes(many))}`,
      ),
    ];
  },
};

function packedLedger(ids: readonly string[]): string {
  const table: List = { columns: [KEY_COLUMN], rows: ids.map((id) => [id]) };
  return packLedger(ledgerOf(indexList(markRows(table))));
}

function bytesOf(ledger: string): number {
  return Buffer.from(ledger, 'base64').length;
}

async function carriedBytes(ledger: string): Promise<number> {
  const payload = await encodeToPayload(loadedDataConverter(), { ledger });
  return payload.data?.length ?? 0;
}
