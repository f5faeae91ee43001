import type { BodyMark } from './answer/body-mark';
import type { BodySink } from './answer/body-sink';
import type { TimeLimits } from './deadline';
import type { ReadBody } from './answer/read-body';

/** A body that is made piece by piece while it is sent, and anew when the request has to be sent again. */
export interface StreamedBody {
  /** `Content-Type`, and `Content-Length` where it is known. */
  readonly headers: Readonly<Record<string, string | number>>;
  chunks(): AsyncIterable<Buffer>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'OPTIONS';
  /** Below the client's base address, with a leading slash, percent-encoded; it may have a query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | StreamedBody;
  /**
   * What it starts must not be started twice. It gets a connection of its own, since one that was kept may be closed
   * just then, and is never sent again nor redirected.
   */
  readonly isOnce?: boolean;
  /** Stands in errors in place of the path, where that holds a secret. */
  readonly shownPath?: string;
  /** Gets the body of a success, unpacked, as it arrives; without one it is kept whole. */
  readonly sink?: BodySink;
  /**
   * The body that the caller has had before, null for none yet: coming again, it is not unpacked. Without, the answer
   * has no mark to recognise it by.
   */
  readonly known?: BodyMark | null;
  /** Of this request, where the client's are not meant for it. */
  readonly limits?: TimeLimits;
}

export interface HttpAnswer {
  /** The request in words, without its query: `GET https://api.example.com/list`. */
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /**
   * Unpacked, or what a sink has kept of it; of an answer that is no success only the beginning, of the known body
   * nothing.
   */
  readonly body: Buffer;
  readonly read: ReadBody;
  /** Whether the answer said where its body ends; if not, a cut cannot be told from the end. */
  readonly isFramed: boolean;
  /** The setting or variable that names the proxy which the request went through, where there was one. */
  readonly proxiedBy?: string;
  /** Any other header, by its name in lower case. */
  header(name: string): string | undefined;
}

/** Counts what goes over the wire, redirects and logins included. */
export interface RequestTally {
  requests: number;
}

export function isSuccess(status: number): boolean {
  // 206 is a part of something, and nobody asked for a part.
  return status >= 200 && status < 300 && status !== 206;
}
