import { workflowId } from './names';
import { cronSpec, staleAfterSeconds } from './periods';
import type { CollectorConfig } from './schema/config';
import type { InputSettings } from './schema/input';
import type { OutputSettings } from './schema/outputs/output';
import type { ServiceSettings } from './schema/service';

/** An output under its name. */
export type NamedOutput = OutputSettings & { readonly name: string };

/** One service that runs, with all that is configured for it. */
export interface EnabledService {
  readonly input: string;
  readonly service: string;
  readonly settings: ServiceSettings;
  readonly inputSettings: InputSettings;
  /** In the order of delivery. */
  readonly outputs: readonly NamedOutput[];
  readonly workflowId: string;
  /** For `cronSchedule`: `@every Ns` or the configured line. */
  readonly cronSpec: string;
  readonly staleAfterSeconds: number;
}

/** The services that run, in the order of the file. */
export function enabledServices(config: CollectorConfig): EnabledService[] {
  const services: EnabledService[] = [];
  for (const [input, inputSettings] of Object.entries(config.inputs)) {
    if (!inputSettings.enabled) continue;
    for (const [service, settings] of Object.entries(inputSettings.services)) {
      if (!settings.enabled) continue;
      services.push({
        input, service, settings, inputSettings,
        outputs: namedOutputs(config, settings.outputs),
        workflowId: workflowId(config.globals, input, service),
        cronSpec: cronSpec(settings),
        staleAfterSeconds: staleAfterSeconds(settings),
      });
    }
  }
  return services;
}

function namedOutputs(config: CollectorConfig, names: readonly string[]): NamedOutput[] {
  return names.flatMap((name) => {
    const output = config.outputs[name];
    return output ? [{ ...output, name }] : [];
  });
}
