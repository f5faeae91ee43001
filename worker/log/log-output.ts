import { errorCode } from '../../engine/external-storage/error-code';

/**
 * Where log lines leave this process: a file on a disk that may be full, or a pipe whose reader may be gone. What
 * cannot be written is dropped and counted, and the count is told once writing works again: no log is worth a pull.
 */
export class LogOutput {
  private dropped = 0;
  private why = '';
  private telling = false;

  /**
   * @param tell one line, with its newline, of how many lines were lost and why
   * @param lost told of each line that could not be written
   */
  constructor(
    private readonly out: NodeJS.WritableStream,
    private readonly tell: (dropped: number, why: string) => string,
    private readonly lost: () => void = () => undefined,
  ) {
    out.on('error', () => undefined); // each write is told of its own error
  }

  write(line: string): void {
    const told = this.telling ? 0 : this.dropped;
    this.telling ||= told > 0;
    const ahead = told > 0 ? this.tell(told, this.why) : '';
    this.out.write(`${ahead}${line}`, (error) => {
      if (told > 0) this.telling = false;
      if (error) this.drop(error);
      else this.dropped -= told;
    });
  }

  private drop(error: Error): void {
    this.dropped += 1;
    this.lost();
    this.why = errorCode(error) ?? error.message;
  }
}
