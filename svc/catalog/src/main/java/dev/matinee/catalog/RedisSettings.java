package dev.matinee.catalog;

import java.net.URI;
import java.util.Optional;

/** Where Redis is; the password is never logged. */
record RedisSettings(URI url, Optional<String> password) {
    @Override
    public String toString() {
        return "RedisSettings[" + url + "]";
    }
}
