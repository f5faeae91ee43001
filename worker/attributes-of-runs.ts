import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { knownAttributes, reasonOf, wantedAttributes, type AttributeSettings } from '../engine/known-attributes';
import type { SearchAttribute } from '../domain/report/search-attributes';

/**
 * Makes a question: which search attributes may a run write now? A run that wrote one which Temporal does not know
 * would hang, so it is asked for each run anew. Says once that some are lacking; without them everything else works.
 */
export function attributesOfRuns(
  reader: { readonly client: Client },
  settings: () => AttributeSettings,
  logger: Pick<Logger, 'warn'>,
): () => Promise<readonly SearchAttribute[]> {
  let said = false;
  const say = (why: string): void => {
    if (!said)
      logger.warn(
        `Temporal's lists of runs cannot be filtered by service and outcome: ${why}. Pulls go on without. ` +
          '"ctci-collector apply" registers what is lacking where that is allowed; ' +
          'globals.temporal.search_attributes: false does without',
      );
    said = true;
  };
  return async () => {
    const wanted = wantedAttributes(settings());
    if (wanted.length === 0) return [];
    try {
      const { usable } = await knownAttributes(reader.client, wanted);
      const lacking = wanted.filter((name) => !usable.includes(name));
      if (lacking.length > 0) say(`the namespace lacks the search attributes ${lacking.join(', ')} of type Keyword`);
      return usable;
    } catch (error) {
      say(`it does not say which search attributes it has (${reasonOf(error)})`);
      return [];
    }
  };
}
