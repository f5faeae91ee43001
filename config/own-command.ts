/** Set by what starts the program, to what was typed for it. */
export const OWN_COMMAND_VARIABLE = 'CTCI_COLLECTOR_COMMAND';

/** As it is called where it is installed: on PATH, and in the image. */
const INSTALLED = 'ctci-collector';

/** In quotes, as every text that tells a command has it; in JSON the quotes have a backslash before them. */
const COMMAND = /(\\?")ctci-collector((?: [^"\\\n]*)?\\?")/g;

/**
 * Puts what works here in the place of "ctci-collector ...": in a checkout there is no program of that name. Texts keep
 * the one name wherever they are stored; only what is shown is made to fit.
 */
export function withOwnCommand(text: string, command: string = ownCommand()): string {
  return command === INSTALLED
    ? text
    : text.replace(COMMAND, (_whole, begin: string, rest: string) => `${begin}${command}${rest}`);
}

/** What a person types for this program, without a verb: `npm run -s collector --` in a checkout. */
export function ownCommand(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env[OWN_COMMAND_VARIABLE] || INSTALLED;
}
