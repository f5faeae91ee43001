import { noopMetricMeter } from '@temporalio/common';
import { CollectorMetrics } from '../../worker/metrics/collector-metrics';

/** Metrics of no service, which nobody reads. */
export function noMetrics(): CollectorMetrics {
  return new CollectorMetrics(noopMetricMeter, [], { version: '0', buildId: null });
}
