import { startCtciSimulator } from '../../../simulators/ctci/start-ctci-simulator';
import type { CtciSimulator } from '../../../simulators/ctci/ctci-simulator';
import type { DevoSimulator } from '../../../simulators/devo/devo-simulator';
import { startDevoSimulator } from '../../../simulators/devo/start-devo-simulator';
import { CEWL } from '../../../sources/ctci/cewl-list';

export const CTCI_TOKEN = 'ctci-token-under-test';
export const DEVO_TOKEN = 'devo-token-under-test';
export const DOMAIN = 'acme';
export const LOOKUP = 'CTCI_CVE_Early_Warning_List';

type Row = Readonly<Record<string, unknown>>;

/** CTCI and Devo as real servers of the test's own process: they live on when a collector is killed. */
export interface SimulatedWorld {
  readonly ctci: CtciSimulator;
  readonly devo: DevoSimulator;
  close(): Promise<void>;
}

export async function startWorld(
  options: { readonly jobDelayMs?: number; readonly emptyPolls?: number; readonly moving?: boolean } = {},
): Promise<SimulatedWorld> {
  const ctci = await startCtciSimulator({ apiToken: CTCI_TOKEN, hold: !options.moving });
  const devo = await startDevoSimulator({
    domain: DOMAIN,
    token: DEVO_TOKEN,
    jobDelayMs: options.jobDelayMs ?? 1,
    emptyPolls: options.emptyPolls ?? 0,
  });
  return {
    ctci,
    devo,
    close: async () => {
      await Promise.all([ctci.close(), devo.close()]);
    },
  };
}

/** A list of so many made-up CVEs. */
export function madeUpList(count: number, product = 'product'): { cve: string; product: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    cve: `CVE-2031-${10_000 + index}`,
    product: `${product} ${index}`,
  }));
}

/**
 * Rows of a list or of a lookup in one form, by key: what the collector delivers, as text, with every empty value as
 * ''.
 */
export function byKey(rows: readonly Row[] | null): Map<string, Map<string, string>> {
  return new Map(
    (rows ?? []).map((row) => {
      const cells = new Map(
        Object.entries(row).map(([name, value]) => [name.toLowerCase(), textOf(name.toLowerCase(), value)]),
      );
      for (const name of CEWL.volatile) cells.delete(name);
      return [cells.get('cve') ?? '', cells];
    }),
  );
}

/** CTCI writes a column of dates as days or as epoch milliseconds, whatever its backend is in the mood for. */
const DATES: readonly string[] = ['cve_date', 'date_added', 'honeypot', 'intel'];

function textOf(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && DATES.includes(name)) return new Date(value).toISOString().slice(0, 10);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
