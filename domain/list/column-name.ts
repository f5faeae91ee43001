import { withoutOuterSpace } from './outer-space';
import { wellFormedText } from './well-formed-text';

/** The name of a column as every list has it: without what cannot be seen around it, in lower case. */
export function columnName(spelling: string): string {
  return wellFormedText(withoutOuterSpace(spelling)).toLowerCase();
}
