import { Connection } from '@temporalio/client';
import { clientRoute } from './engine-proxy';
import { acceptsConnections, splitAddress } from '../tcp-probe';

/** Whether a Temporal server that has the namespace answers at the address within the time. Never throws. */
export async function answersAsTemporal(address: string, namespace: string, timeoutMs: number): Promise<boolean> {
  const { host, port } = splitAddress(address);
  if (!(await acceptsConnections(host, port, timeoutMs))) return false;
  const connection = Connection.lazy({ ...clientRoute(address, null), connectTimeout: timeoutMs });
  try {
    await connection.withDeadline(Date.now() + timeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
