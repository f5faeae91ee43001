import { runCommand } from '../setup/run-command.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** Whether programs can be started as other users. */
export function isRoot() {
  return process.getuid?.() === 0;
}

/** Ids of a user that the system knows by name. */
export async function systemUser(name) {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((option) => runCommand('id', [option, name])));
  if (uid.code !== 0 || gid.code !== 0) throw new SetupError(`There is no user ${name}, whom Postgres is to run as.`);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
