import { z } from 'zod';
import { setting } from './setting-facts';

/** The kind of an input. One that does not say it gets it before anything is judged; see `fill-input-types.ts`. */
export function inputType<Type extends string>(name: Type, description: string) {
  const fallback: Type = name;
  return setting(z.literal(name).default(fallback as never), { description });
}
