import { RESET_SIGNAL } from '../domain/message-names';
import { insistOnChoice, type Collector } from './open-collector';
import { pullServices } from './pull';
import { signalServices } from './signal-services';
import { viewServices } from './service-view';
import { EXIT, type VerbResult } from './verb-result';

export interface ResetOptions {
  readonly value?: string;
  readonly all: boolean;
  readonly now: boolean;
  readonly timeoutSeconds: number;
}

/** Signals a new value of `reset_persistence_auth`: the next pull delivers everything again. With `now` it pulls too. */
export async function reset(collector: Collector, options: ResetOptions): Promise<VerbResult> {
  insistOnChoice(collector.services, options.all);
  const value = options.value ?? new Date().toISOString();
  await signalServices(collector, (handle) => handle.signal(RESET_SIGNAL, value));
  const notes = collector.services.map(({ input, service }) => `${input}/${service}: reset_persistence_auth is "${value}"; the ${options.now ? 'pull that follows' : 'next pull'} delivers everything again`);
  if (!options.now) return { exit: EXIT.done, services: await viewServices(collector), words: notes.join('\n') };
  const pulled = await pullServices(collector, options.timeoutSeconds);
  return { ...pulled, words: [...notes, pulled.words].join('\n') };
}
