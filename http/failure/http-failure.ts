import { CollectorError, type ErrorContext } from '../../errors/collector-error';
import type { FailureKind, PeerErrors } from '../peer';

/** A request without a usable answer: the peer's error of the catalogue, and what whoever asked may have to know. */
export class HttpFailure extends CollectorError {
  constructor(
    readonly kind: FailureKind,
    /** Whether the peer may have got the request. When not, nothing can have begun. */
    readonly mayHaveArrived: boolean,
    errors: PeerErrors,
    context: ErrorContext,
  ) {
    super(errors[kind], context);
  }
}
