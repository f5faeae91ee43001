import { newPassword } from '../world/world.mjs';
import { writeSecret } from '../world/place-of-files.mjs';

/** A token is replaced as secret stores do it: a new file takes the name. No container is restarted. */
export const tokenReplaced = {
  title: 'a token that is replaced is taken without a restart',
  async run({ project, secrets, tokens }) {
    writeSecret(secrets, 'ctci_api_token', newPassword());
    const refused = await project.exec('ctci-collector', 'preview');
    writeSecret(secrets, 'ctci_api_token', tokens.ctci);
    if (refused.code === 0) throw new Error('a wrong token was put there, and the client still had the old one');
    const taken = await project.exec('ctci-collector', 'preview');
    if (taken.code !== 0) {
      throw new Error(`the right token is there again, and preview ended with ${taken.code}: ${taken.output.trim()}`);
    }
    return { words: 'the new file is seen in the running container' };
  },
};
