import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../setup/project.mjs';

/** Whether the configuration of this version knows a setting: `hasSetting('globals', 'encryption')`. */
export function hasSetting(...path) {
  let schema = JSON.parse(readFileSync(join(ROOT, 'config.schema.json'), 'utf8'));
  for (const name of path) schema = schema?.properties?.[name];
  return schema !== undefined;
}
