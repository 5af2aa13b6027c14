package dev.matinee.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account.
 *
 * @param id the {@code sub} of their tokens
 * @param roles of the platform, those that come with another role too
 */
record User(
        String id,
        String username,
        @Nullable String name,
        @Nullable String email,
        boolean enabled,
        Instant createdAt,
        List<String> roles) {}
