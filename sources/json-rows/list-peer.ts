import type { ErrorId } from '../../errors/catalogue';
import type { Peer, PeerErrors } from '../../http/peer';

/** The catalogue's error for what an answer can be in place of the list, beside what can become of any request. */
export interface ListErrors extends PeerErrors {
  readonly error_in_body: ErrorId;
  readonly not_the_list: ErrorId;
  readonly page_of_list: ErrorId;
}

/** Whom a list is asked of. */
export interface ListPeer extends Peer {
  readonly errors: ListErrors;
}
