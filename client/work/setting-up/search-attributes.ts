import { registerAttributes, wantedAttributes } from '../../../engine/known-attributes';
import type { Collector } from '../../open-collector';

/** Tells Temporal of the search attributes that runs have. Says where it could not, and that nothing depends on it. */
export async function registerOwnAttributes({ loaded, reader }: Collector): Promise<string[]> {
  const wanted = wantedAttributes(loaded.config.globals);
  const why = await registerAttributes(reader.client, wanted);
  if (why === null) return [];
  return [`Temporal takes no search attributes (${why}): its lists of runs cannot be filtered by service and outcome`];
}
