import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { LoadedConfig } from '../../config/load-config';
import { listenAddressInWords, readListenAddress, type ListenAddress } from '../../config/schema/listen-address';
import { listenFault } from '../listen-fault';
import { flushWhenLogged } from '../log/flush-when-logged';
import { showsLevel, temporalLogger } from '../log/temporal-logger';
import { bucketOverrides } from './metric-list';

/**
 * Installs the SDK's runtime, which offers the metrics where the configuration says so.
 * Throws CollectorError `port_taken`, `setting_value`.
 */
export function installRuntime({ config }: LoadedConfig, logger: Logger): Runtime {
  const { metrics } = config.globals;
  const address = metrics === undefined ? null : readListenAddress(metrics.prometheus);
  try {
    const runtime = Runtime.install({
      logger: temporalLogger(logger),
      shutdownSignals: [],
      telemetryOptions: {
        logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
        ...(address && { metrics: prometheusAt(address) }),
      },
    });
    flushWhenLogged(runtime, (level) => showsLevel(logger, level));
    return runtime;
  } catch (error) {
    if (address === null || !/prometheus/i.test(String(error))) throw error;
    throw listenFault(error, address, 'globals.metrics.prometheus');
  }
}

function prometheusAt(address: ListenAddress): {
  prometheus: { bindAddress: string; histogramBucketOverrides: Record<string, number[]> };
} {
  return {
    prometheus: { bindAddress: listenAddressInWords(address), histogramBucketOverrides: bucketOverrides() },
  };
}
