import { EVENTS_WINDOW_MS } from '../domain/time-limits';
import { workflowId } from './names';
import { cronSpec, staleAfterSeconds } from './periods';
import type { CollectorConfig } from './schema/config';
import type { ListInputType } from '../sources/lists';
import type { InputSettings, ListServiceSettings } from './schema/input';
import type { EventsServiceSettings } from './schema/inputs/events-service';
import type { ThreatquotientInput } from './schema/inputs/threatquotient';
import type { OutputConfig } from './schema/outputs/output';

/** An output under its name. */
export type NamedOutput = Exclude<OutputConfig, { readonly type: 'webhook' }> & { readonly name: string };

/** Somebody who is told of pulls, under its name. */
export type NamedWebhook = Extract<OutputConfig, { readonly type: 'webhook' }> & { readonly name: string };

/** A service that pulls a list. */
export type ListService = { [Type in ListInputType]: ListServiceOf<Type> }[ListInputType];

/** A service that pulls the list of an input of this type. */
export interface ListServiceOf<Type extends ListInputType> extends ServiceThatRuns {
  readonly kind: 'list';
  readonly type: Type;
  readonly settings: ListInput<Type>['services'][string];
  readonly inputSettings: ListInput<Type>;
}

type ListInput<Type extends ListInputType = ListInputType> = Extract<InputSettings, { readonly type: Type }>;

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
    return inputSettings.type === 'threatquotient'
      ? eventsServices(config, input, inputSettings)
      : listServices(config, input, inputSettings);
  });
}

function listServices(config: CollectorConfig, input: string, inputSettings: ListInput): ListService[] {
  return Object.entries<ListServiceSettings>(inputSettings.services).flatMap(([service, settings]) => {
    if (!settings.enabled) return [];
    const runs = thatRuns(config, input, service, settings, staleAfterSeconds(settings));
    // The services of an input are of its type, which the compiler does not follow through the union.
    return [{ kind: 'list', type: inputSettings.type, settings, inputSettings, ...runs } as ListService];
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
  settings: ListServiceSettings | EventsServiceSettings,
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
