import type { LoadedConfig } from '../../config/load-config';
import type { ConfigOfParts } from '../../worker/assembly/collector-parts';

/** A configuration that nobody edits, and whose secrets stay what they are. */
export function unchanging(loaded: LoadedConfig): ConfigOfParts {
  return {
    loaded,
    redact: (text) => text,
    refreshSecrets: () => undefined,
    faultOf: () => null,
    learn: () => undefined,
  };
}
