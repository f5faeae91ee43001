import { CollectorError } from '../../errors/collector-error';
import type { GivenAnswers } from './asked';
import { answer } from './question';
import { QUESTIONS } from './questions';
import type { Terminal } from './terminal';

export interface Answers {
  readonly id: string;
  readonly name: string;
  readonly apiBaseUrl: string;
  /** User name of the login, or null where a token is used. */
  readonly username: string | null;
  /** A region, or the address of the Lookups API. */
  readonly region: string;
  readonly domain: string;
  readonly lookupName: string;
  readonly periodSeconds: number;
  readonly secretsIn: 'variables' | 'files';
}

/**
 * Finds all answers, in the order in which a person would tell them. Number and name of the collector are not asked
 * for.
 */
export async function findAnswers(given: GivenAnswers, terminal: Terminal | null): Promise<Answers> {
  refuseContradiction(given);
  if (terminal === null) insistOnOptions(given);
  async function find(key: keyof typeof QUESTIONS): Promise<string> {
    return answer(QUESTIONS[key], given[key], terminal);
  }
  const apiBaseUrl = await find('apiBaseUrl');
  const byPassword =
    (given.username !== undefined && given.login === undefined) || (await find('login')) === 'password';
  const username = byPassword ? await find('username') : null;
  const region = await find('region');
  return {
    apiBaseUrl,
    username,
    region,
    domain: await find('domain'),
    lookupName: await find('lookupName'),
    periodSeconds: Number(await find('period')),
    secretsIn: (await find('secrets')) === 'files' ? 'files' : 'variables',
    id: await answer(QUESTIONS.id, given.id, null),
    name: await answer(QUESTIONS.name, given.name, null),
  };
}

function refuseContradiction({ login, username }: GivenAnswers): void {
  if (login === 'token' && username !== undefined)
    throw new CollectorError('usage', {
      setting: '--username',
      seen: 'a token has no user name; say --login password, or leave the name out',
    });
}

/** Says at once what is missing where nobody can be asked. */
function insistOnOptions(given: GivenAnswers): void {
  const needed: (keyof typeof QUESTIONS)[] =
    given.login === 'password' ? ['username', 'region', 'domain'] : ['region', 'domain'];
  const missing = needed.filter((key) => given[key] === undefined).map((key) => QUESTIONS[key].option);
  if (missing.length > 0)
    throw new CollectorError('usage', {
      setting: missing.join(', '),
      seen: 'without a terminal these options are needed',
    });
}
