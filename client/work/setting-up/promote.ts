import { buildIdOf, WORKFLOW_BUNDLE } from '../../../engine/builds/build-id';
import { promoteBuild } from '../../../engine/builds/promote-build';
import type { Collector } from '../../open-collector';

/**
 * Gives new runs to the build that this client belongs to, where workers have versions; where they have none any more,
 * to those without. Says what it did. Throws CollectorError `no_worker`.
 */
export function promoteOwnBuild({ loaded, reader }: Collector): Promise<string[]> {
  const build = loaded.config.globals.worker_versioning ? buildIdOf(WORKFLOW_BUNDLE) : null;
  return promoteBuild(reader.client, loaded.taskQueue, build);
}
