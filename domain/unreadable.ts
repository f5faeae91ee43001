/** What keeps a value from being read. `lost` and `out_of_reach` are about external storage: the second may change. */
export type WhyUnreadable = 'encoding' | 'damaged' | 'lost' | 'out_of_reach';

/**
 * Stands for a value that was sent or stored and cannot be read. A converter that throws instead would end the task of
 * the workflow that meets it, again and again: anybody who may send a signal could stop a service with a payload. So it
 * is a value like others, and whoever takes it decides: a signal is passed over, a state or a result ends the run in
 * words.
 */
export class Unreadable {
  constructor(
    readonly because: WhyUnreadable,
    /** In words, for people. Holds no value that was sent, except its encoding. */
    readonly why: string,
  ) {}
}
