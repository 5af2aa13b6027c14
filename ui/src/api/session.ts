import { ErrorResponse, UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import { LOGIN_CALLBACK } from '../util/paths';
import { browserStorage, tabStorage } from './storage';

// That somebody logged in with this browser and did not log out: a new tab asks the login page then, and only then.
const HINT = 'matinee.logged-in';
const RENEW_BEFORE_S = 20;

/**
 * Login by the OIDC code flow with PKCE. Tokens live in sessionStorage, so they end with the tab; the access token is
 * renewed by the refresh token when it is needed and about to expire.
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
  // Renewal is in one place, `renewedToken`, and by the refresh token; a hidden frame only asks who is logged in already.
  automaticSilentRenew: false,
  silentRequestTimeoutInSeconds: 5,
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

/** Who is logged in: in this tab, or in another tab of this browser. */
export async function currentMember(): Promise<Member | undefined> {
  const user = await manager.getUser();
  if (user !== null || browserStorage.getItem(HINT) === null) {
    return memberOf(user);
  }
  try {
    return memberOf(await manager.signinSilent());
  } catch (failure) {
    if (failure instanceof ErrorResponse) {
      browserStorage.removeItem(HINT);
    }
    return undefined;
  }
}

/** In the hidden frame of `currentMember`: hands on what the login page said; false where this is no such frame. */
export function answersFromFrame(): boolean {
  if (parent === window || !location.pathname.startsWith(LOGIN_CALLBACK)) {
    return false;
  }
  void manager.signinSilentCallback();
  return true;
}

/** Calls back whenever somebody logs in or out, or the session ends; returns how to stop that. */
export function onMemberChange(listener: (member: Member | undefined) => void): () => void {
  const loaded = (user: User) => {
    browserStorage.setItem(HINT, 'yes');
    listener(memberOf(user));
  };
  const ended = () => {
    listener(undefined);
  };
  manager.events.addUserLoaded(loaded);
  manager.events.addUserUnloaded(ended);
  return () => {
    manager.events.removeUserLoaded(loaded);
    manager.events.removeUserUnloaded(ended);
  };
}

/** A token that is good now, renewed first when it has expired; undefined for a stranger. */
export async function accessToken(): Promise<string | undefined> {
  const user = await manager.getUser();
  if (user === null) {
    return undefined;
  }
  return (user.expires_in ?? 0) > RENEW_BEFORE_S ? user.access_token : renewedToken();
}

let renewal: Promise<string | undefined> | undefined;

/**
 * One renewal at a time: a refresh token may be good for one use only. Only a session that has ended logs the member out;
 * a login page that cannot be reached fails what was asked, which can be asked again.
 */
export function renewedToken(): Promise<string | undefined> {
  renewal ??= manager
    .signinSilent()
    .then((user) => user?.access_token)
    .catch(async (failure: unknown) => {
      if (!(failure instanceof ErrorResponse)) {
        throw failure;
      }
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
  browserStorage.removeItem(HINT);
  try {
    await manager.signoutRedirect();
  } catch {
    await manager.removeUser();
  }
}
