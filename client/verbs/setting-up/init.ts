import { flag, JSON_OPTION, text, type VerbOption } from '../../command-line/option';
import { verb } from '../../command-line/verb';
import { ASKED, type Asked, type GivenAnswers } from '../../init/asked';

function answerOption({ option, words, fallback, choices }: Asked): VerbOption<string | undefined> {
  const named = choices === undefined ? words : `${words} (${Object.keys(choices).join(', ')})`;
  return { ...text(`${option} <answer>`, named), ...(fallback !== null && { usual: fallback }) };
}

export const init = verb({
  name: 'init',
  group: 'Setting up',
  summary: 'make a commented configuration: asks in a terminal, and takes all answers as options',
  more: 'In a terminal it tries each token and address as it is told, if you want. Secrets are never options.',
  options: {
    config: text('--config <file>', 'file to write; else CTCI_CONFIG, else config.yaml', 'files'),
    force: flag('--force', 'write over what is there'),
    json: JSON_OPTION,
    source: answerOption(ASKED.source),
    target: answerOption(ASKED.target),
    id: answerOption(ASKED.id),
    name: answerOption(ASKED.name),
    apiBaseUrl: answerOption(ASKED.apiBaseUrl),
    login: answerOption(ASKED.login),
    username: answerOption(ASKED.username),
    region: answerOption(ASKED.region),
    domain: answerOption(ASKED.domain),
    lookupName: answerOption(ASKED.lookupName),
    period: answerOption(ASKED.period),
    secrets: answerOption(ASKED.secrets),
  },
  examples: [
    { line: 'init', does: 'asks, in a terminal' },
    { line: 'init --config kev.yaml --source cisa_kev --target console', does: 'the list of CISA, to look at' },
    { line: 'init --region us --domain acme', does: 'CTCI to a lookup of Devo, without a question' },
  ],
  async run({ options: { config, force, json: _json, ...answers } }) {
    const [{ init: work }, { USUAL_CONFIG }] = await Promise.all([
      import('../../init/init.js'),
      import('../../config-file.js'),
    ]);
    const given = withoutUndefined(answers);
    // stdout is for the result
    const terminal = process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null;
    const file = config ?? (process.env['CTCI_CONFIG'] || USUAL_CONFIG);
    return work({ file, force, given, env: process.env, terminal });
  },
});

function withoutUndefined(answers: Readonly<Record<string, string | undefined>>): GivenAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));
}
