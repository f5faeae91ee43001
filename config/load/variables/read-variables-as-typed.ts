import { z } from 'zod';
import { collectorConfig } from '../../schema/config';
import { walkSettings } from '../../schema/walk-settings';
import { setAt } from '../set-at';
import { pathKey } from '../setting-path';

/**
 * An environment knows only text: where a number or a boolean is wanted, a text out of variables is read as one. In
 * place.
 */
export function readVariablesAsTyped(data: unknown, variables: ReadonlyMap<string, readonly string[]>): void {
  walkSettings(collectorConfig, data, ({ schema, path, value }) => {
    if (typeof value !== 'string' || !variables.has(pathKey(path))) return;
    if (schema instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(value)) setAt(data, path, Number(value));
    if (schema instanceof z.ZodBoolean && (value === 'true' || value === 'false')) setAt(data, path, value === 'true');
  });
}
