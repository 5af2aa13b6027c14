/** The addresses that are written in words: the login's, which the router's types do not reach, and the uploader's. */
export const LOGIN_CALLBACK = '/login/callback';
export const UPLOADS = '/api/upload/v1/files';

/** The path within the app of an address that a service gave; none for another host's, which is not followed. */
export function withinApp(address: string | undefined, origin: string): string | undefined {
  if (address === undefined || !URL.canParse(address, origin)) {
    return undefined;
  }
  const url = new URL(address, origin);
  return url.origin === origin ? url.pathname + url.search + url.hash : undefined;
}
