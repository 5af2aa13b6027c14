package dev.matinee.kit.http;

import java.time.Instant;
import java.util.Set;

/**
 * Who calls, as their verified token says.
 *
 * @param subject the token's {@code sub}; what owns things
 * @param name the {@code preferred_username}; for people to read, it may change
 * @param client the {@code azp}
 * @param session the {@code sid}, empty for a service account
 * @param roles of the realm
 * @param issuedAt when the token was made
 * @param expiresAt when it ends
 */
public record Caller(
        String subject,
        String name,
        String client,
        String session,
        Set<Role> roles,
        Instant issuedAt,
        Instant expiresAt) {
    public boolean has(Role role) {
        return roles.contains(role);
    }
}
