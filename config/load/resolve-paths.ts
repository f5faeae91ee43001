import { dirname, resolve } from 'node:path';
import { collectorConfig } from '../schema/config';
import { walkSettings } from '../schema/walk-settings';
import { setAt } from './set-at';

/** Makes the paths in a configuration absolute: they are relative to the file that holds them. In place. */
export function resolvePaths(data: unknown, configFile: string): void {
  const folder = dirname(resolve(configFile));
  walkSettings(collectorConfig, data, ({ facts, path, value }) => {
    if (facts?.file === undefined || typeof value !== 'string' || value === '') return;
    setAt(data, path, resolve(folder, value));
  });
}
