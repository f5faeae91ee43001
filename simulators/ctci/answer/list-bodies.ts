import type { ListTwist } from '../ctci-fault';
import { isListPath } from './envelope';
import { listAnswer, listJson, type ListAnswer } from './list-answer';
import type { ListState } from '../replay/list-state';

export interface ListBodies {
  json(path: string): string;
  answer(path: string, gzip: boolean, twists: readonly ListTwist[]): ListAnswer;
}

/** Keeps the written and compressed forms of the plain list, which is asked for again and again. */
export function keepListBodies(list: ListState): ListBodies {
  let version = -1;
  const answers = new Map<string, ListAnswer>();

  function json(path: string, twists: readonly ListTwist[] = []): string {
    return isListPath(path) ? listJson(path, list.rows(), twists) : '{}';
  }

  function answer(path: string, gzip: boolean, twists: readonly ListTwist[]): ListAnswer {
    if (twists.length > 0) return listAnswer(json(path, twists), gzip, twists);
    if (version !== list.version()) answers.clear();
    version = list.version();
    const name = `${path} ${String(gzip)}`;
    const kept = answers.get(name) ?? listAnswer(json(path), gzip, []);
    answers.set(name, kept);
    return kept;
  }

  return { json, answer };
}
