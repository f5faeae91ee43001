import { listenAddressInWords, type ListenAddress } from '../config/schema/listen-address';
import { CollectorError } from '../errors/collector-error';

/** Why an address cannot be listened on, with the setting that names it. */
export function listenFault(error: unknown, address: ListenAddress, setting: string): CollectorError {
  const words = error instanceof Error ? error.message : String(error);
  const seen = listenAddressInWords(address);
  if (/EADDRINUSE|Address already in use/i.test(words))
    return new CollectorError('port_taken', { setting, seen, cause: error });
  return new CollectorError('setting_value', {
    setting,
    seen: `nobody can listen on ${seen} (${words})`,
    cause: error,
  });
}
