import { EVENTS_WINDOW_MS } from '../domain/time-limits';
import { workflowId } from './names';
import { cronSpec, staleAfterSeconds } from './periods';
import type { CollectorConfig } from './schema/config';
import type { CisaKevInput, KevServiceSettings } from './schema/inputs/cisa-kev';
import type { CtciInput } from './schema/inputs/ctci';
import type { EventsServiceSettings } from './schema/inputs/events-service';
import type { ThreatquotientInput } from './schema/inputs/threatquotient';
import type { OutputConfig } from './schema/outputs/output';
import type { ServiceSettings } from './schema/service';

/** An output under its name. */
export type NamedOutput = Exclude<OutputConfig, { readonly type: 'webhook' }> & { readonly name: string };

/** Somebody who is told of pulls, under its name. */
export type NamedWebhook = Extract<OutputConfig, { readonly type: 'webhook' }> & { readonly name: string };

/** A service that pulls a list. */
export type ListService = CewlService | KevService;

/** A service that pulls the list of CTCI. */
export interface CewlService extends ServiceThatRuns {
  readonly kind: 'list';
  readonly type: 'ctci';
  readonly settings: ServiceSettings;
  readonly inputSettings: CtciInput;
}

/** A service that pulls CISA's catalogue. */
export interface KevService extends ServiceThatRuns {
  readonly kind: 'list';
  readonly type: 'cisa_kev';
  readonly settings: KevServiceSettings;
  readonly inputSettings: CisaKevInput;
}

/** A service that pulls events. */
export interface EventsService extends ServiceThatRuns {
  readonly kind: 'events';
  readonly settings: EventsServiceSettings;
  readonly inputSettings: ThreatquotientInput;
}

/** One service that runs, with all that is configured for it. */
export type EnabledService = ListService | EventsService;

interface ServiceThatRuns {
  readonly input: string;
  readonly service: string;
  /** In the order of delivery. */
  readonly outputs: readonly NamedOutput[];
  /** Those of its outputs that get no list, but are told of pulls. */
  readonly webhooks: readonly NamedWebhook[];
  readonly workflowId: string;
  /** For `cronSchedule`: `@every Ns` or the configured line. */
  readonly cronSpec: string;
  readonly staleAfterSeconds: number;
}

/** The services that run, in the order of the file. */
export function enabledServices(config: CollectorConfig): EnabledService[] {
  return Object.entries(config.inputs).flatMap(([input, inputSettings]): EnabledService[] => {
    if (!inputSettings.enabled) return [];
    switch (inputSettings.type) {
      case 'ctci':
        return cewlServices(config, input, inputSettings);
      case 'cisa_kev':
        return kevServices(config, input, inputSettings);
      case 'threatquotient':
        return eventsServices(config, input, inputSettings);
    }
  });
}

function cewlServices(config: CollectorConfig, input: string, inputSettings: CtciInput): ListService[] {
  return Object.entries(inputSettings.services).flatMap(([service, settings]) => {
    if (!settings.enabled) return [];
    const runs = thatRuns(config, input, service, settings, staleAfterSeconds(settings));
    return [{ kind: 'list', type: inputSettings.type, settings, inputSettings, ...runs }];
  });
}

function kevServices(config: CollectorConfig, input: string, inputSettings: CisaKevInput): ListService[] {
  return Object.entries(inputSettings.services).flatMap(([service, settings]) => {
    if (!settings.enabled) return [];
    const runs = thatRuns(config, input, service, settings, staleAfterSeconds(settings));
    return [{ kind: 'list', type: inputSettings.type, settings, inputSettings, ...runs }];
  });
}

function eventsServices(config: CollectorConfig, input: string, inputSettings: ThreatquotientInput): EventsService[] {
  return Object.entries(inputSettings.services).flatMap(([service, settings]) => {
    if (!settings.enabled) return [];
    const stale = settings.stale_after_seconds ?? Math.max(staleAfterSeconds(settings), LEAST_STALE_SECONDS);
    return [{ kind: 'events', settings, inputSettings, ...thatRuns(config, input, service, settings, stale) }];
  });
}

/** A window of walks tells how it went when it has ended, so that a good pull may be as old as that. */
const LEAST_STALE_SECONDS = (3 * EVENTS_WINDOW_MS) / 1000;

function thatRuns(
  config: CollectorConfig,
  input: string,
  service: string,
  settings: ServiceSettings | KevServiceSettings | EventsServiceSettings,
  staleAfter: number,
): ServiceThatRuns {
  return {
    input,
    service,
    ...namedOutputs(config, settings.outputs),
    workflowId: workflowId(config.globals, input, service),
    cronSpec: cronSpec(settings),
    staleAfterSeconds: staleAfter,
  };
}

function namedOutputs(
  config: CollectorConfig,
  names: readonly string[],
): Pick<ServiceThatRuns, 'outputs' | 'webhooks'> {
  const outputs: NamedOutput[] = [];
  const webhooks: NamedWebhook[] = [];
  for (const name of names) {
    const output = config.outputs[name];
    if (output === undefined) continue;
    if (output.type === 'webhook') webhooks.push({ ...output, name });
    else outputs.push({ ...output, name });
  }
  return { outputs, webhooks };
}
