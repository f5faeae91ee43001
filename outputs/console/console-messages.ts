import { shownJson, shownLine } from '../../domain/report/shown-text';
import type { MessageOutput } from '../message-output';

export interface ConsoleMessagesOptions {
  readonly name: string;
  /** Takes one line with its newline, such as stdout does. */
  readonly write: (line: string) => void;
}

/** Prepared messages as lines, each behind its table, for trying things out. Written is confirmed. */
export function createConsoleMessages({ name, write }: ConsoleMessagesOptions): MessageOutput {
  return {
    name,
    type: 'console',
    send(messages, signal) {
      signal.throwIfAborted();
      const started = performance.now();
      let bytes = 0;
      for (const { tag, message } of messages) {
        // it may be a terminal's; whoever parses it gets the same
        const line = `${shownLine(tag)} ${shownJson(message.replaceAll(/[\r\n]+/g, ' '))}\n`;
        write(line);
        bytes += Buffer.byteLength(line);
      }
      const ms = Math.round(performance.now() - started);
      return Promise.resolve({ sent: messages.length, bytes, ms, requests: 0, refused: [] });
    },
    close: () => undefined,
  };
}
