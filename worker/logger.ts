import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { logFormatOf, logLevelOf, type LogFormat, type LogLevel } from '../config/log-level';
import type { Redactor } from '../config/redaction';

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

/** The one stream of log lines. Every line passes the redactor as it leaves, whatever path a secret took into it. */
export function createLogger(settings: LogSettings, redact: Redactor, out: NodeJS.WritableStream): Logger {
  const redacted = new Writable({
    write(chunk: Buffer, _encoding, done) {
      out.write(redact(chunk.toString('utf8')));
      done();
    },
  });
  const options = { level: settings.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (settings.format === 'json') {
    return pino({ ...options, formatters: { level: (label) => ({ level: label }) } }, redacted);
  }
  return pino(options, pretty({
    destination: redacted,
    colorize: settings.color,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'component,workflow_id,run_id,activity,attempt',
    messageFormat: '{if workflow_id}{workflow_id} -> {end}{msg}',
    singleLine: true,
  }));
}
