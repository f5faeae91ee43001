import { z } from 'zod';
import { badRequest } from '../devo-error';

/** The config of a deploy from CSV: the members that Devo's papers show and no others. */
const deployConfig = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string().min(1), type: z.enum(['STRING', 'INT8']) })).min(1),
  hasHeader: z.literal(true),
  key: z.strictObject({ type: z.literal('column'), column: z.string() }),
  append: z.boolean().default(false),
  contribution: z.strictObject({ type: z.enum(['add', 'del']) }).default({ type: 'add' }),
  skipEmptyLines: z.boolean().optional(),
  visibility: z.strictObject({ type: z.enum(['creator-only', 'all-subdomains']) }).optional(),
});

export type DeployConfig = z.output<typeof deployConfig>;

export function readDeployConfig(text: string): DeployConfig {
  const parsed = deployConfig.safeParse(parseJson(text));
  if (!parsed.success) throw badRequest(`deploy-config: ${z.prettifyError(parsed.error)}`);
  const names = parsed.data.columns.map((column) => column.name);
  if (new Set(names).size !== names.length) throw badRequest('deploy-config: two columns have one name');
  if (!names.includes(parsed.data.key.column))
    throw badRequest(`deploy-config: key column ${parsed.data.key.column} is not among the columns`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('deploy-config is not JSON');
  }
}
