/** The addresses that are written in words: the login's, which the router's types do not reach, and the uploader's. */
export const LOGIN_CALLBACK = '/login/callback';
export const UPLOADS = '/api/upload/v1/files';
