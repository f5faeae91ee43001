import { shownJson } from '../../domain/report/shown-text';
import { planEvents, type EventPlanOptions } from '../devo-events/event-plan';
import { EVENTS_SINK_FACTS } from '../devo-events/events-sink-facts';
import { rulesFingerprint } from '../devo-events/output-rules';
import type { Receipt } from '../../domain/changes/receipt';
import type { Delivery, Output } from '../output';

export interface ConsoleOptions extends EventPlanOptions {
  readonly name: string;
  /** Takes one line with its newline, such as stdout does. */
  readonly write: (line: string) => void;
  /** Fingerprint of the obfuscation rules, keys only as HMAC. */
  readonly obfuscationRules?: string | undefined;
}

/** Events as lines of JSON, for trying things out. Written is confirmed. */
export function createConsoleOutput(options: ConsoleOptions): Output {
  return {
    name: options.name,
    type: 'console',
    rules: rulesFingerprint({ type: 'console', obfuscation: options.obfuscationRules ?? null }),
    inspect: () => Promise.resolve(EVENTS_SINK_FACTS),
    deliver: (delivery, _progress, signal) => {
      signal.throwIfAborted();
      return Promise.resolve(writeEvents(delivery, options));
    },
    close: () => undefined,
  };
}

function writeEvents(delivery: Delivery, options: ConsoleOptions): Receipt {
  const started = performance.now();
  const plan = planEvents(delivery, options);
  let bytes = 0;
  for (const body of plan.bodies(0)) {
    const line = `${shownJson(body)}\n`; // it may be a terminal's; whoever parses it gets the same
    options.write(line);
    bytes += Buffer.byteLength(line);
  }
  return {
    sent: plan.count,
    bytes,
    ms: Math.round(performance.now() - started),
    requests: 0,
    columns: plan.columns,
    full: delivery.kind === 'everything',
    job: null,
  };
}
