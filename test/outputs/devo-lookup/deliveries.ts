import { createDevoLookupOutput, type DevoLookupOptions } from '../../../outputs/devo-lookup/create-devo-lookup-output';
import type { Receipt } from '../../../domain/changes/receipt';
import type { Delivery, DeliveryProgress, Output } from '../../../outputs/output';
import type { List } from '../../../domain/list/list';
import type { StrictDevo } from './strict-devo';

export const COLUMNS = ['cve', 'vendor', 'note'];

export const TABLE: List = {
  columns: COLUMNS,
  rows: [
    ['CVE-2024-0001', 'acme', 'first'],
    ['CVE-2024-0002', 'acme, inc', 'a "quoted" word'],
    ['CVE-2024-0003', '', 'two\r\nlines'],
  ],
};

export function deliveryOf(changes: Partial<Delivery> = {}): Delivery {
  return {
    kind: 'everything',
    table: TABLE,
    changes: { added: [], changed: [], removed: [] },
    knownColumns: [],
    knownJob: null,
    digest: 'digest',
    pullingId: 1_700_000_000.5,
    ...changes,
  };
}

export function outputFor(devo: StrictDevo, changes: Partial<DevoLookupOptions> = {}): Output {
  return createDevoLookupOutput({
    name: 'devo_lookup',
    url: devo.url,
    domain: 'acme',
    token: devo.token,
    lookupName: 'CTCI_Test_List',
    mode: 'auto',
    settingsPath: 'outputs.devo_lookup.config',
    ...changes,
    limits: {
      requestTimeoutMs: 2_000,
      pollFirstMs: 1,
      pollMaxMs: 5,
      lostAnswerMs: 50,
      emptyStatusMs: 60,
      ...changes.limits,
    },
  });
}

/** Progress that remembers all that was saved, and starts from what an earlier attempt left. */
interface RecordedProgress extends DeliveryProgress {
  readonly saved: Record<string, unknown>[];
}

export function progressAfter(last?: unknown): RecordedProgress {
  const saved: Record<string, unknown>[] = [];
  return { last, saved, save: (value) => void saved.push(structuredClone(value) as Record<string, unknown>) };
}

export async function deliver(
  output: Output,
  delivery = deliveryOf(),
  progress = progressAfter(),
  signal = new AbortController().signal,
): Promise<Receipt> {
  return output.deliver(delivery, progress, signal);
}

export const NEVER = new AbortController().signal;
