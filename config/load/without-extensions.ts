import { isMapping } from './plain-data';

/** Names at the top that hold only what anchors share, as in Compose files: `x-shared: &shared { ... }`. */
const EXTENSION = /^x-/;

/** The configuration without them: what they hold counts where it is referred to. */
export function withoutExtensions(data: unknown): unknown {
  if (!isMapping(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !EXTENSION.test(name)));
}
