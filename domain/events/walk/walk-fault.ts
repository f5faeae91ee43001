/** Why a walk cannot go on. */
export class WalkFault extends Error {
  constructor(
    readonly kind: 'repeated_page' | 'no_end',
    message: string,
  ) {
    super(message);
  }
}
