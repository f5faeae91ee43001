import type { List } from '../../../domain/list/list';
import type { Delivery, DeliveryProgress } from '../../../outputs/output';

/** A signal that never aborts. */
export const NEVER = new AbortController().signal;

/** A list of `rows` rows with a description of about `width` characters. */
export function tableOf(rows: number, width = 60): List {
  return {
    columns: ['cve', 'vendor', 'description', 'date_added'],
    rows: Array.from({ length: rows }, (_, index) => [
      `CVE-2025-${String(index).padStart(5, '0')}`,
      index % 2 === 0 ? 'Ivanti' : 'Zoë & Söhne',
      `Row ${index}: ${'x'.repeat(width)}`,
      '2025-03-01',
    ]),
  };
}

/** A delivery; by default everything of ten rows. */
export function deliveryOf(parts: Partial<Delivery> = {}): Delivery {
  return {
    kind: 'everything',
    table: tableOf(10),
    changes: { added: [], changed: [], removed: [] },
    knownColumns: [],
    knownJob: null,
    digest: 'd1',
    pullingId: 1742000000.25,
    ...parts,
  };
}

/** Progress that is kept as the activity's heartbeat keeps it: as JSON. `attempt` gives what the next attempt sees. */
export interface KeptProgress {
  readonly saved: unknown[];
  attempt(): DeliveryProgress;
}

export function keptProgress(): KeptProgress {
  const saved: unknown[] = [];
  return {
    saved,
    attempt: () => ({ last: saved.at(-1), save: (progress) => void saved.push(JSON.parse(JSON.stringify(progress))) }),
  };
}
