/**
 * Authentication at the edge. Owns the answer to "may this request pass the gateway", browser logins of operators and the list
 * of revoked tokens, both in Redis. It does not own users, passwords or roles (Keycloak does), and no service relies on it: each
 * verifies the token itself.
 */
@NullMarked
package dev.matinee.gate;

import org.jspecify.annotations.NullMarked;
