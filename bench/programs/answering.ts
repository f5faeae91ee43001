/** Makes this process a program of the bench: each message is answered by what `work` returns for it. */
export function answerMessages(work: (message: unknown) => unknown): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', (message) => {
    void Promise.resolve(work(message)).then(
      (answer) => process.send?.(answer ?? {}),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}
