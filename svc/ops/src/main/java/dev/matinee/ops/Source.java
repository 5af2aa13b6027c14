package dev.matinee.ops;

import java.util.Locale;

/** Who is asked. */
enum Source {
    CONSUL,
    NOMAD,
    KAFKA,
    PROMETHEUS,
    ELASTICSEARCH,
    KEYCLOAK,
    GATE;

    /** Its name on the wire, which is also its job's. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
