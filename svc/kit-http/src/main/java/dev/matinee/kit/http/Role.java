package dev.matinee.kit.http;

import java.util.Arrays;
import java.util.Optional;

/** A role of the realm. */
public enum Role {
    VIEWER("viewer"),
    CREATOR("creator"),
    MODERATOR("moderator"),
    OPERATOR("operator"),
    /** Another service of the platform; no person has it. */
    SERVICE("service");

    private final String realmName;

    Role(String realmName) {
        this.realmName = realmName;
    }

    /** Its name in Keycloak. */
    public String realmName() {
        return realmName;
    }

    static Optional<Role> ofRealmName(String name) {
        return Arrays.stream(values())
                .filter(role -> role.realmName.equals(name))
                .findFirst();
    }
}
