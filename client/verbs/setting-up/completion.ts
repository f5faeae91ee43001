import { verb } from '../../command-line/verb';

export const completion = verb({
  name: 'completion',
  group: 'Setting up',
  summary: 'print a script that completes verbs and options in a shell',
  args: [{ usage: '<shell>', words: 'which shell', choices: ['bash', 'zsh', 'fish'] }],
  options: {},
  examples: [{ line: 'completion bash', does: 'prints the script; its first lines say where to keep it' }],
  async run({ args: [shell], allVerbs }) {
    const [{ completionScript, shellNamed }, { EXIT }, { say }] = await Promise.all([
      import('../../completion/completion.js'),
      import('../../verb-result.js'),
      import('../../voice.js'),
    ]);
    say(completionScript(await allVerbs(), shellNamed(shell)));
    return EXIT.done;
  },
});
