import type { CheckedStep } from '../../domain/checked-step';
import { keepSecret } from '../voice';
import { stepInWords } from '../words/checked-step-words';
import type { Answers } from './answers';
import type { Interview, Side } from './interview';
import { ask } from './question';
import { decision } from './questions';
import type { SecretPlace } from './secret-places';
import type { Terminal } from './terminal';

interface OneSide<Found> {
  readonly side: Side;
  /** @param before what was found before, and does not work; null at first */
  readonly ask: (before: Found | null) => Promise<Found>;
  readonly answersOf: (found: Found) => Answers;
  readonly placeOf: (found: Found) => SecretPlace | null;
}

/**
 * Asks for one side of the configuration, and tries it if the person wants; what does not work can be told again, or be
 * kept as it is.
 */
export async function untilItWorks<Found>(interview: Interview, one: OneSide<Found>): Promise<Found> {
  const { terminal, tryOut, secretOf, forget } = interview;
  let found = await one.ask(null);
  if (terminal === null) return found;
  let place = one.placeOf(found);
  let secret = place && (await secretOf(place));
  if (!isTriable(one.answersOf(found), one.side) || (place !== null && secret === null)) return found;
  if ((await ask(decision('Try it now?', ['yes', 'no'], 'yes'), terminal)) === 'no') return found;
  for (;;) {
    const secrets = new Map(place !== null && secret !== null ? [[place.variable, secret]] : []);
    keepSecret([...secrets.values()]);
    terminal.say('Trying ...');
    const answers = one.answersOf(found);
    const steps = await terminal.during((signal) => tryOut(answers, one.side, secrets, signal));
    for (const step of steps) terminal.say(indented(stepInWords(step)));
    const failed = steps.find(({ ok }) => !ok);
    if (failed === undefined) return found;
    const next = await whatNext(failed, place !== null, terminal);
    if (next === 'keep') return found;
    if (next === 'address') {
      found = await one.ask(found);
      place = one.placeOf(found);
    } else if (next === 'secret' && place !== null) {
      forget(place);
      secret = await secretOf(place);
    }
  }
}

/** What goes to the log of the worker cannot fail. */
function isTriable({ target }: Answers, side: Side): boolean {
  return side === 'source' || target.kind !== 'console';
}

/** Offers first what the error is about. */
function whatNext({ error }: CheckedStep, hasSecret: boolean, terminal: Terminal): Promise<string> {
  const setting = error?.setting ?? '';
  const isSecret = /credentials|token|password/.test(setting);
  const isAddress = /api_base_url|region|url|domain/.test(setting);
  const offered = hasSecret && isSecret ? 'secret' : isAddress ? 'address' : 'again';
  const choices = ['again', ...(hasSecret ? ['secret'] : []), 'address', 'keep'];
  const anew = hasSecret ? 'the secret or the address' : 'the address';
  return ask(decision(`Try again, tell ${anew} anew, or keep it so?`, choices, offered), terminal);
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
