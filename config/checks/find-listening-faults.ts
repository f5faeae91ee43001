import type { Finding } from '../load/finding';
import { valueAt } from '../load/plain-data';
import { isLocal, readListenAddress } from '../schema/listen-address';

/** What listens in the worker: its section under `globals`, and the setting there that holds the address. */
const LISTENERS = [
  ['globals', 'metrics', 'prometheus'],
  ['globals', 'health', 'address'],
] as const;

/** An address that other machines reach has to be allowed, and no two listeners can have one port. */
export function findListeningFaults(data: unknown): Finding[] {
  const listeners = LISTENERS.flatMap((path) => {
    const text = valueAt(data, path);
    const address = typeof text === 'string' ? readListenAddress(text) : null;
    const allowed = valueAt(data, [...path.slice(0, -1), 'allow_remote']) === true;
    return address === null ? [] : [{ path, text: String(text), address, allowed }];
  });
  return listeners.flatMap(({ path, text, address, allowed }, index): Finding[] => {
    const remote: Finding = {
      id: 'setting_value',
      path,
      found: `${text}, which other machines can reach`,
      expected: 'a loopback address such as 127.0.0.1, or allow_remote: true beside it',
    };
    const twin = listeners.slice(0, index).find((each) => each.address.port === address.port);
    const doubled: Finding = {
      id: 'setting_value',
      path,
      found: `${text}, whose port is that of ${twin?.path.join('.') ?? ''} (${twin?.text ?? ''})`,
      expected: 'a port of its own',
    };
    return [...(isLocal(address) || allowed ? [] : [remote]), ...(twin === undefined ? [] : [doubled])];
  });
}
