const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_FORMATS = ['pretty', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** The level of LOG_LEVEL, in any case; null when it is not set or none that there is. */
export function logLevelOf(env: Environment): LogLevel | null {
  return oneOf(LOG_LEVELS, env['LOG_LEVEL']);
}

/** The form of LOG_FORMAT; null when it is not set or none that there is. */
export function logFormatOf(env: Environment): LogFormat | null {
  return oneOf(LOG_FORMATS, env['LOG_FORMAT']);
}

/** Whether so much is to be told that an error shows where in the program it came from. */
export function isDetailed(env: Environment): boolean {
  const level = logLevelOf(env);
  return level === 'debug' || level === 'trace';
}

/** What stands in LOG_LEVEL and LOG_FORMAT and is passed over, one sentence each. */
export function logSettingFaults(env: Environment): string[] {
  return [...fault('LOG_LEVEL', LOG_LEVELS, env), ...fault('LOG_FORMAT', LOG_FORMATS, env)];
}

function oneOf<Word extends string>(words: readonly Word[], given: string | undefined): Word | null {
  return words.find((word) => word === given?.trim().toLowerCase()) ?? null;
}

function fault(name: string, words: readonly string[], env: Environment): string[] {
  const given = env[name]?.trim() ?? '';
  if (given === '' || oneOf(words, given) !== null) return [];
  return [
    `${name} is ${JSON.stringify(given.slice(0, 40))}, which is unknown and passed over; it may ` +
      `be one of ${words.join(', ')}`,
  ];
}
