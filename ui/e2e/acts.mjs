import { assert, until } from './steps.mjs';

/** Logs in by the login page, and waits until the app knows who it is. */
export async function logIn(on, name, secret) {
  await on.getByRole('button', { name: 'Log in' }).click();
  await on.locator('#username').fill(name);
  await on.locator('#password').fill(secret);
  await on.locator('#kc-login').click();
  await on.getByRole('button', { name: `Account of ${name}` }).waitFor();
}

/** Plays the film that is on the page until some of it was seen; answers how it was seen. */
export async function plays(on) {
  await on.getByRole('button', { name: /^Play / }).click();
  return until(
    'the picture',
    30_000,
    // How much was played: where it began says nothing, since a film goes on where it was left.
    () =>
      on.locator('video').evaluate((video) => ({
        time: video.currentTime,
        played: [...Array(video.played.length).keys()].reduce((sum, i) => sum + video.played.end(i) - video.played.start(i), 0),
        width: video.videoWidth,
        height: video.videoHeight,
      })),
    (seen) => seen.played > 1.5 && seen.width > 0 && seen.height > 0,
  );
}

/** Puts captions to the video as the page's own login does it. */
export async function putCaptions(on, path, vtt) {
  const status = await on.evaluate(async ([address, text]) => {
    const kept = Object.entries(sessionStorage).find(([name]) => name.startsWith('oidc.user:'));
    const { access_token: token } = JSON.parse(kept[1]);
    const answer = await fetch(address, { method: 'PUT', headers: { authorization: `Bearer ${token}`, 'content-type': 'text/vtt' }, body: text });
    return answer.status;
  }, [`${path}/captions/en`, vtt]);
  assert(status < 300, `putting captions answered ${status}`);
}
