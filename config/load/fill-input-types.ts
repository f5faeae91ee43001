import { isMapping, member } from './plain-data';

/** What Devo's collector calls its input; whoever brings that collector's settings need not say more. */
const THREATQUOTIENT_INPUT = 'threatquotient_data_puller';

/** The kind of an input that does not say it. */
function usualInputType(name: string): 'ctci' | 'threatquotient' {
  return name === THREATQUOTIENT_INPUT ? 'threatquotient' : 'ctci';
}

/** Tells the kind of each input that does not say it itself, so that it can be judged. In place. */
export function fillInputTypes(data: unknown): void {
  const inputs = member(data, 'inputs');
  if (!isMapping(inputs)) return;
  for (const [name, input] of Object.entries(inputs)) {
    if (isMapping(input) && member(input, 'type') === undefined) input['type'] = usualInputType(name);
  }
}
