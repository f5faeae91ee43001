import { z } from 'zod';
import { DOCUMENTS } from './documents';

/** JSON Schema (2020-12) of what each verb prints with --json: one entry a verb under `$defs`. */
export function outputSchema(): string {
  const $defs = Object.fromEntries(
    Object.entries(DOCUMENTS).map(([verb, document]) => {
      const { $schema: _, ...schema } = z.toJSONSchema(document, { io: 'input' });
      return [verb, schema];
    }),
  );
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What ctci-collector prints with --json',
    description: 'Members may be added in later versions; none is taken away or given another meaning.',
    $defs,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
