/** What an event says, apart from its times. */
export interface EventContent {
  readonly title: string;
  readonly typeId: number;
  /** Epoch seconds. */
  readonly happenedAt: number;
  readonly description: string | null;
  readonly statusId: number | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly sources: readonly string[];
  readonly tags: readonly string[];
  readonly indicators: readonly Indicator[];
  readonly adversaries: readonly string[];
}

export interface Indicator {
  readonly value: string;
  readonly typeId: number;
  readonly class: 'network' | 'host';
}

/** One version of an event. Times are epoch seconds of the server's clock. */
export interface StoredEvent {
  readonly id: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Attributes and relations move this one alone. */
  readonly touchedAt: number;
  readonly deletedAt: number | null;
  /** From when the index, and with it a query, knows of this version. */
  readonly visibleFrom: number;
  /** `odd`: an element that no honest server would send, as the text that stands in `data`. */
  readonly content: EventContent | { readonly odd: string };
}
