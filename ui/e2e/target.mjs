import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Where Matinee runs, who its creator is and, where the demo users are known, who has another role: from the environment,
 * else from `./matinee status --json`.
 */
export async function target() {
  const { MATINEE_URL: url, MATINEE_USER: user, MATINEE_PASSWORD: password } = process.env;
  if (url !== undefined && user !== undefined && password !== undefined) {
    return { base: url.replace(/\/$/, ''), user, password, named: () => undefined };
  }
  const { stdout } = await run(fileURLToPath(new URL('../../matinee', import.meta.url)), ['status', '--json']).catch(
    // Told in the table as well: a part that is not well need not stop the journey.
    (failure) => (typeof failure.stdout === 'string' && failure.stdout.startsWith('{') ? failure : Promise.reject(failure)),
  );
  const status = JSON.parse(stdout);
  const creator = status.demo.users.find((known) => known.role === 'creator');
  return {
    base: (url ?? status.public_url).replace(/\/$/, ''),
    user: user ?? creator.name,
    password: password ?? status.demo.password,
    named: (role) => status.demo.users.find((known) => known.role === role)?.name,
  };
}
