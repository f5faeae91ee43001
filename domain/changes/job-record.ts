/** A deploy job that a lookup has confirmed. */
export interface JobRecord {
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
  /** When it was confirmed, ISO 8601 UTC. */
  readonly at: string;
}
