import { newPassword } from '../world/world.mjs';
import { writeSecret } from '../world/place-of-files.mjs';

/** A token is replaced as secret stores do it: a new file takes the name. No container is restarted. */
export const tokenReplaced = {
  title: 'a token that is replaced is seen in the running container',
  async run({ project, secrets, tokens, expectNothingDelivered }) {
    const other = newPassword();
    writeSecret(secrets, 'ctci_api_token', other);
    const seen = await project.exec('cat', '/run/secrets/ctci_api_token');
    const pull = await project.exec('ctci-collector', 'pull');
    writeSecret(secrets, 'ctci_api_token', tokens.ctci);
    if (seen.stdout.trim() !== other) throw new Error('the container still has the file of before');
    const again = await project.exec('ctci-collector', 'pull');
    if (again.code !== 0)
      throw new Error(`with the right token, pull ended with ${again.code}: ${again.output.trim()}`);
    await expectNothingDelivered();
    if (pull.code === 0 || !pull.output.includes('401')) throw new Error('the worker pulled with the token of before');
    return { words: 'the next pull has it' };
  },
};
