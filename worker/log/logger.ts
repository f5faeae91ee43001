import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { logFormatOf, logLevelOf, type LogFormat, type LogLevel } from '../../config/log-level';
import { withOwnCommand } from '../../config/own-command';
import type { Redactor } from '../../config/secrets/redaction';
import { shownJson, shownText } from '../../domain/report/shown-text';
import { LogOutput } from './log-output';

export interface LogSettings {
  readonly level: LogLevel;
  /** `pretty` for people, `json` for programs: one object a line. */
  readonly format: LogFormat;
  readonly color: boolean;
}

/** `LOG_LEVEL` and `LOG_FORMAT`; pretty in a terminal and JSON elsewhere when they are not set. */
export function logSettings(env: NodeJS.ProcessEnv, isTerminal: boolean, debug: boolean): LogSettings {
  const format = logFormatOf(env) ?? (isTerminal ? 'pretty' : 'json');
  return { level: logLevelOf(env) ?? (debug ? 'debug' : 'info'), format, color: isTerminal && !env['NO_COLOR'] };
}

/**
 * The one stream of log lines. Every line passes the redactor as it leaves, whatever path a secret took into it.
 *
 * @param lost told of each line that could not be written
 */
export function createLogger(
  settings: LogSettings,
  redact: Redactor,
  out: NodeJS.WritableStream,
  lost?: () => void,
): Logger {
  const output = new LogOutput(out, (dropped, why) => droppedLines(settings, dropped, why), lost);
  function writeLine(text: string): void {
    const line = redact(withOwnCommand(text));
    output.write(settings.format === 'json' ? shownJson(line) : line);
  }
  const options = { level: settings.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (settings.format === 'json') {
    return pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, { write: writeLine });
  }
  const lines = pretty({
    destination: new Writable({
      write(chunk: Buffer, _encoding, done) {
        writeLine(chunk.toString('utf8'));
        done();
      },
    }),
    colorize: settings.color,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'component,workflow_id,run_id,activity,attempt',
    messageFormat: '{if workflow_id}{workflow_id} -> {end}{msg}',
    singleLine: true,
  });
  return pino(options, { write: (line: string) => lines.write(shownLogLine(line)) });
}

/** Further lines of a text are indented: none of them may look like a line of the log. */
const FURTHER_LINES = '\n    ';

/**
 * A line of pino's JSON whose texts may be printed as they are: what a server says is among them. Colours come after
 * this.
 */
function shownLogLine(line: string): string {
  const shown: unknown = JSON.parse(line, (_name, value: unknown) =>
    typeof value === 'string' ? shownText(value).replaceAll('\n', FURTHER_LINES) : value,
  );
  return `${JSON.stringify(shown)}\n`;
}

/** The line that stands for those which were lost, in the form of the others. */
function droppedLines({ format }: LogSettings, dropped: number, why: string): string {
  const msg = `${dropped} lines of this log were dropped: it could not be written (${why})`;
  const time = new Date().toISOString();
  return format === 'json' ? `${JSON.stringify({ level: 'warn', time, msg })}\n` : `[${time}] WARN: ${msg}\n`;
}
