import type { IncomingMessage, ServerResponse } from 'node:http';

const REALM = '/auth/realms/matinee';
const LIFETIME_S = 3600;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A login page that lets everybody in as one member, without asking. */
export function identity(url: URL, request: IncomingMessage, response: ServerResponse): void {
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  const issuer = `${origin}${REALM}`;
  if (url.pathname.endsWith('/.well-known/openid-configuration')) {
    json(response, {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      end_session_endpoint: `${issuer}/logout`,
      jwks_uri: `${issuer}/certs`,
    });
  } else if (url.pathname === `${REALM}/token`) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: 'matinee-web', sub: 'mock-ada', preferred_username: 'ada', iat: now, exp: now + LIFETIME_S };
    const token = `${part({ alg: 'RS256' })}.${part(claims)}.${part('unsigned')}`;
    json(response, { access_token: token, id_token: token, refresh_token: 'mock', token_type: 'Bearer', expires_in: LIFETIME_S, scope: 'openid' });
  } else {
    const back = url.searchParams.get('redirect_uri') ?? url.searchParams.get('post_logout_redirect_uri') ?? '/';
    const state = url.searchParams.get('state');
    response.statusCode = 302;
    response.setHeader('Location', url.pathname.endsWith('/logout') ? back : `${back}?code=mock&state=${state ?? ''}`);
    response.end();
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(value));
}
