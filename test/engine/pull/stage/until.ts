/** Waits until it is so, as long as the test may last. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((soon) => setTimeout(soon, 50));
}
