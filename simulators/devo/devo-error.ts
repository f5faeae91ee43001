/** A request that Devo does not take: becomes `{"error":{"code","message"},"cid"}`. */
export class DevoRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function badRequest(message: string): DevoRefusal {
  return new DevoRefusal(400, 'lookup.bad_request', message);
}
