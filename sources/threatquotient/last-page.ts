import type { EventsPage } from './read-answer';

/** A quiet walk asks for one event that is known. */
const MOST_ELEMENTS = 3;

/** An event with a thousand indicators; what is larger is rather read again than kept. */
const MOST_BYTES = 256 * 1024;

/** The bytes of an answer, in memory that is used again once they are released. */
interface AnswerBytes {
  readonly body: Buffer;
  readonly release: () => void;
}

/**
 * The last small page. A server of which there is nothing new gives the same answer every few seconds, byte for byte;
 * it is read once. The memory of a page that is kept is not used again.
 */
export class LastPage {
  private last: { readonly body: Buffer; readonly page: EventsPage } | null = null;

  /** @param read called when the answer is another one; what it throws is thrown, and nothing is kept of it */
  of({ body, release }: AnswerBytes, read: () => EventsPage): EventsPage {
    if (this.last?.body.equals(body) === true) {
      release();
      return this.last.page;
    }
    this.last = null;
    const page = read();
    if (page.elements.length > MOST_ELEMENTS || body.length > MOST_BYTES) return page;
    const kept = { ...page, release: () => undefined };
    this.last = { body, page: kept };
    return kept;
  }
}
