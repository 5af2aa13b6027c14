package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How a notification comes to somebody. */
enum Medium {
    IN_APP,
    EMAIL,
    WEBHOOK,
    PUSH;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Medium ofWireName(String name) {
        return Arrays.stream(values())
                .filter(medium -> medium.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no medium " + name));
    }
}
