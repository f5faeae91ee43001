/** A number that a double does not hold: the digits that the source has sent. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}
