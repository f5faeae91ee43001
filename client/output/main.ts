import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputSchema } from './output-schema';

// Writes output.schema.json into the project: `node dist/client/output/main.js [root]`.
writeFileSync(join(process.argv[2] ?? process.cwd(), 'output.schema.json'), outputSchema());
