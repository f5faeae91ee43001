import type { BodyMark } from './body-mark';
import type { BodySink } from './body-sink';
import type { ReadBody } from './read-body';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Gets the body of a success, unpacked, as it arrives; without one it is kept whole. */
  readonly sink?: BodySink;
  /** The body that the caller has had before: coming again, it is not unpacked. */
  readonly known?: BodyMark | null;
}

export interface HttpAnswer {
  /** The request in words, without its query: `GET https://api.ctci.ai/api/v1/cewl`. */
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /** Unpacked, or what a sink has kept of it; of an answer that is no success only the beginning, of the known body nothing. */
  readonly body: Buffer;
  readonly read: ReadBody;
  /** Whether the answer said where its body ends; if not, a cut cannot be told from the end. */
  readonly isFramed: boolean;
}

/** Counts what goes over the wire, redirects and logins included. */
export interface RequestTally {
  requests: number;
}

export function isSuccess(status: number): boolean {
  // 206 is a part of something, and nobody asked for a part.
  return status >= 200 && status < 300 && status !== 206;
}

export function requestInWords({ method, url }: HttpRequest): string {
  return `${method} ${url.origin}${url.pathname}`;
}
