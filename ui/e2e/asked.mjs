import { assert } from './steps.mjs';

/** A member's access token, as a program gets one in development. */
export async function token(base, user, password) {
  const login = await fetch(`${base}/auth/realms/matinee/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'password', client_id: 'matinee-cli', username: user, password }),
  });
  assert(login.ok, `the login of ${user} answered ${login.status}`);
  return (await login.json()).access_token;
}

/** One number about a video for its owner: its value and of how much it is; undefined while there is none. */
export async function metric(base, bearer, name, videoId) {
  const question = new URLSearchParams({ filters: `video:${videoId}` });
  const answer = await fetch(`${base}/api/analytics/v1/metrics/${name}/overall?${question}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  // Analytics hears of a film after it is in the catalog, and until then it is nobody's.
  assert(answer.ok || answer.status === 403, `${name} answered ${answer.status}: ${answer.ok ? '' : await answer.text()}`);
  return answer.ok ? (await answer.json()).data[0] : undefined;
}
