import type { PageRequest } from './query-request';
import type { EventsPage } from './read-answer';

/** @param arrived called when the whole answer is here, before it is read */
type FetchPage = (request: PageRequest, signal: AbortSignal, arrived: () => void) => Promise<EventsPage>;

interface Asked {
  readonly request: PageRequest;
  readonly page: Promise<EventsPage>;
  hasArrived: boolean;
  onArrival: () => void;
  giveUp(): void;
}

/**
 * Asks for the page that is likely to be next as soon as the one before has arrived, so that the server is at it while
 * that one is read. Never sooner: each page is served after the one before it, which a walk builds on. A guess that
 * was wrong is dropped.
 */
export class PagesAhead {
  private ahead: Asked | null = null;

  constructor(
    private readonly fetchPage: FetchPage,
    private readonly signal: AbortSignal,
  ) {}

  /** @param next what is likely to be asked for next, or null */
  fetch(request: PageRequest, next: PageRequest | null): Promise<EventsPage> {
    const asked = this.claim(request) ?? this.ask(request, this.signal, () => undefined);
    const goOn = (): void => {
      if (next !== null) this.ahead = this.guess(next);
    };
    if (asked.hasArrived) goOn();
    else asked.onArrival = goOn;
    return asked.page;
  }

  /** Nothing more is asked for. */
  close(): void {
    this.ahead?.giveUp();
    this.ahead = null;
  }

  private claim(request: PageRequest): Asked | null {
    const { ahead } = this;
    this.ahead = null;
    if (ahead === null || isSame(ahead.request, request)) return ahead;
    ahead.giveUp();
    return null;
  }

  private guess(request: PageRequest): Asked {
    const own = new AbortController();
    const asked = this.ask(request, AbortSignal.any([this.signal, own.signal]), () => own.abort());
    asked.page.catch(() => undefined); // whoever claims it is told
    return asked;
  }

  private ask(request: PageRequest, signal: AbortSignal, giveUp: () => void): Asked {
    const arrived = (): void => {
      asked.hasArrived = true;
      asked.onArrival();
    };
    const page = this.fetchPage(request, signal, arrived);
    const asked: Asked = { request, page, hasArrived: false, onArrival: () => undefined, giveUp };
    return asked;
  }
}

function isSame(one: PageRequest, other: PageRequest): boolean {
  return (
    'offset' in one.place &&
    'offset' in other.place &&
    one.place.offset === other.place.offset &&
    one.limit === other.limit &&
    one.bounds.lower === other.bounds.lower &&
    one.bounds.upper === other.bounds.upper
  );
}
