/** A change of a lookup's rows that was accepted and waits for its job to end. */
export interface Deploy {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly columns: readonly Column[];
  /** Name of the key column. */
  readonly key: string;
  /** False replaces the whole content. */
  readonly append: boolean;
  /** `del`: the rows name keys that go. */
  readonly contribution: 'add' | 'del';
  /** Cells in the order of `columns`. */
  readonly rows: readonly (readonly string[])[];
  /** Of the CSV. */
  readonly bytes: number;
  /** Made by hand through the control interface, as if another user had done it. */
  readonly foreign: boolean;
}

export interface Column {
  readonly name: string;
  readonly type: 'STRING' | 'INT8';
}
