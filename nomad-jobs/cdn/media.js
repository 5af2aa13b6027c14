// Who may read a media path, as far as the path itself can tell: the signature and the expiry of its token.
// Runs once per token and window. Written for njs 0.7 (no destructuring, no classes).
import crypto from 'crypto';

const TOKEN = /^([A-Za-z0-9_-]{1,32})\.([1-9][0-9]{0,11})\.(0|[1-9][0-9]{0,17})\.([A-Za-z0-9_-]{43})$/;
const KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+\/_-]+=*)$/;
const MAX_LIFE_S = 24 * 3600;
// The signer's clock may run ahead of this one by as much.
const SKEW_S = 60;
const MIN_KEY_BYTES = 32;
const ACCESS_WINDOW_MS = 2000;

// keys: "kid:base64key[,kid:base64key]"; null when the kid is not among them or its key is too weak to trust.
function keyFor(keys, kid) {
    const entries = keys.split(',');
    for (let i = 0; i < entries.length; i++) {
        const entry = KEY.exec(entries[i].trim());
        if (entry !== null && entry[1] === kid) {
            const key = Buffer.from(entry[2], 'base64');
            return key.length >= MIN_KEY_BYTES ? key : null;
        }
    }
    return null;
}

// Takes as long for a wrong first character as for a wrong last one.
function sameText(a, b) {
    if (a.length !== b.length) {
        return false;
    }
    let difference = 0;
    for (let i = 0; i < a.length; i++) {
        difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
    }
    return difference === 0;
}

// "ok" | "malformed" | "key" | "signature" | "expired" | "too_long"
function verdictOf(token, contentId, keys, nowS) {
    const parts = TOKEN.exec(token);
    if (parts === null) {
        return 'malformed';
    }
    const key = keyFor(keys, parts[1]);
    if (key === null) {
        return 'key';
    }
    const signed = 'v1\n' + parts[1] + '\n' + parts[2] + '\n' + parts[3] + '\n/v/' + contentId + '/';
    const expected = crypto.createHmac('sha256', key).update(signed).digest('base64url');
    if (!sameText(expected, parts[4])) {
        return 'signature';
    }
    const exp = Number(parts[2]);
    if (exp <= nowS) {
        return 'expired';
    }
    return exp > nowS + MAX_LIFE_S + SKEW_S ? 'too_long' : 'ok';
}

function verdict(r) {
    return verdictOf(r.variables.token, r.variables.content_id, r.variables.cdn_keys, Math.floor(Date.now() / 1000));
}

// The window before this one, named as the map $access_window names them; asked for only while catalog is away.
function earlierWindow() {
    const begun = Math.floor(Date.now() / ACCESS_WINDOW_MS) * ACCESS_WINDOW_MS - ACCESS_WINDOW_MS;
    const seconds = String(begun / 1000);
    return seconds.slice(0, -1) + '-' + seconds.slice(-1);
}

export default { verdict, earlierWindow };
