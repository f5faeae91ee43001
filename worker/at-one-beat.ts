/** What is looked at with every beat, every second one, ... */
export type Look = readonly [everyNth: number, look: () => void];

/** Several looks at one beat: that a process wakes up costs more than a look. */
export function atOneBeat(looks: readonly Look[]): () => void {
  let beat = 0;
  return () => {
    beat += 1;
    for (const [everyNth, look] of looks) if (beat % everyNth === 0) look();
  };
}
