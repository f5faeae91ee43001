import type { ListDescription } from '../domain/list/list-description';
import { KEV } from './cisa-kev/kev-list';
import { CEWL } from './ctci/cewl-list';

/**
 * The lists that can be pulled, by the type of their input. Words only, nothing that acts: the configuration judges
 * names of columns by them before any source is made.
 */
export const LISTS = { ctci: CEWL, cisa_kev: KEV } satisfies Record<string, ListDescription>;

export type ListInputType = keyof typeof LISTS;

/** The list of an input; the first that was there for a type that pulls none. */
export function listOf(type: unknown): ListDescription {
  return isListType(type) ? LISTS[type] : CEWL;
}

export function isListType(type: unknown): type is ListInputType {
  return typeof type === 'string' && Object.hasOwn(LISTS, type);
}
