import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { LOGIN_CALLBACK } from '../util/paths';
import { tabStorage } from './storage';

/**
 * Login by the OIDC code flow with PKCE. Tokens live in sessionStorage, so they end with the tab; the access token is
 * renewed by the refresh token before it expires.
 */
const manager = new UserManager({
  authority: `${location.origin}/auth/realms/matinee`,
  client_id: 'matinee-web',
  redirect_uri: `${location.origin}${LOGIN_CALLBACK}`,
  post_logout_redirect_uri: `${location.origin}/`,
  // The realm adds what Matinee needs to every token of this client.
  scope: 'openid',
  userStore: new WebStorageStateStore({ store: tabStorage }),
  stateStore: new WebStorageStateStore({ store: tabStorage }),
  automaticSilentRenew: true,
  // Renewal is by refresh token only: a hidden frame would need a weaker content security policy.
  validateSubOnSilentRenew: true,
  monitorSession: false,
  loadUserInfo: false,
});

export interface Member {
  id: string;
  name: string;
}

function memberOf(user: User | null): Member | undefined {
  if (user === null || (user.expired === true && user.refresh_token === undefined)) {
    return undefined;
  }
  return { id: user.profile.sub, name: user.profile.preferred_username ?? user.profile.sub };
}

export async function currentMember(): Promise<Member | undefined> {
  return memberOf(await manager.getUser());
}

/** Calls back whenever somebody logs in or out, or the session ends; returns how to stop that. */
export function onMemberChange(listener: (member: Member | undefined) => void): () => void {
  const loaded = (user: User) => {
    listener(memberOf(user));
  };
  const ended = () => {
    listener(undefined);
  };
  const expired = () => {
    void manager.removeUser();
  };
  manager.events.addUserLoaded(loaded);
  manager.events.addUserUnloaded(ended);
  manager.events.addAccessTokenExpired(expired);
  return () => {
    manager.events.removeUserLoaded(loaded);
    manager.events.removeUserUnloaded(ended);
    manager.events.removeAccessTokenExpired(expired);
  };
}

/** A token that is good now, renewed first when it has expired; undefined for a stranger. */
export async function accessToken(): Promise<string | undefined> {
  const user = await manager.getUser();
  if (user === null) {
    return undefined;
  }
  if (user.expired !== true) {
    return user.access_token;
  }
  return renewedToken();
}

let renewal: Promise<string | undefined> | undefined;

/** One renewal at a time: a refresh token may be good for one use only. */
export function renewedToken(): Promise<string | undefined> {
  renewal ??= manager
    .signinSilent()
    .then((user) => user?.access_token)
    .catch(async () => {
      await manager.removeUser();
      return undefined;
    })
    .finally(() => {
      renewal = undefined;
    });
  return renewal;
}

/** Leaves for the login page; the app comes back to where it was. */
export async function logIn(): Promise<void> {
  await manager.signinRedirect({ state: location.pathname.startsWith(LOGIN_CALLBACK) ? '/' : location.pathname + location.search });
}

/** Ends the login page's redirect; returns the address within the app to go on to. */
export async function finishLogIn(): Promise<string> {
  const user = await manager.signinRedirectCallback();
  const target = typeof user.state === 'string' ? user.state : '/';
  // Only an address of this app, never another host's ("//evil.example").
  return /^\/(?![/\\])/.test(target) && !target.startsWith(LOGIN_CALLBACK) ? target : '/';
}

/** Ends the session here and at the login page; here also when the login page cannot be reached. */
export async function logOut(): Promise<void> {
  try {
    await manager.signoutRedirect();
  } catch {
    await manager.removeUser();
  }
}
