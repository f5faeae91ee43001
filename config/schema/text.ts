import { z } from 'zod';

/** Text that is not empty. */
export function text(): z.ZodString {
  return z.string().min(1);
}

/** A name of an input, a service or an output. Without a hyphen, which separates them in a workflow id. */
export function entryName(): z.ZodString {
  return z.string().regex(/^[a-z0-9_]+$/, 'a name of lower-case letters, digits and _');
}
