import { WorkflowNotFoundError, type WorkflowHandle } from '@temporalio/client';
import type { EnabledService } from '../config/enabled-services';
import { CollectorError } from '../errors/collector-error';
import { insistOnPull } from './chain/insist-on-pull';
import type { Collector } from './open-collector';

/**
 * Sends something to each chosen chain. Throws CollectorError `not_running` for one that has ended or never was, and
 * `foreign_chain`.
 */
export async function signalServices(
  collector: Collector,
  send: (handle: WorkflowHandle, service: EnabledService) => Promise<void>,
): Promise<void> {
  for (const service of collector.services) {
    try {
      const handle = collector.reader.client.workflow.getHandle(service.workflowId);
      insistOnPull(await handle.describe());
      await send(handle, service);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      throw new CollectorError('not_running', { seen: `${service.input}/${service.service}` });
    }
  }
}
