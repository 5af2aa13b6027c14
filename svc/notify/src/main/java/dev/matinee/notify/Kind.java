package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a notification is about, and by which media it comes to somebody who chose nothing. */
enum Kind {
    NEW_VIDEO(EnumSet.allOf(Medium.class)),
    NEW_ALBUM(EnumSet.allOf(Medium.class)),
    COMMENT(EnumSet.allOf(Medium.class)),
    REPLY(EnumSet.allOf(Medium.class)),
    LIKE(EnumSet.of(Medium.IN_APP, Medium.WEBHOOK)),
    FOLLOWER(EnumSet.of(Medium.IN_APP, Medium.WEBHOOK)),
    READY(EnumSet.of(Medium.IN_APP, Medium.WEBHOOK, Medium.PUSH)),
    FAILED(EnumSet.allOf(Medium.class)),
    REPORT(EnumSet.of(Medium.IN_APP, Medium.EMAIL)),
    OPERATOR(EnumSet.allOf(Medium.class));

    private final Set<Medium> unlessChosen;

    Kind(Set<Medium> unlessChosen) {
        this.unlessChosen = unlessChosen;
    }

    boolean unlessChosen(Medium medium) {
        return unlessChosen.contains(medium);
    }

    /** Whether what several do to one thing is one notification. */
    boolean isGrouped() {
        return this == LIKE || this == FOLLOWER;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Kind ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
    }
}
