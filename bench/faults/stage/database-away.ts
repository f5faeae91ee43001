/** So long the engine's database is stopped, where it is a server of its own: longer than a heartbeat is waited for. */
export const DATABASE_AWAY_MS = 30_000;
