package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be told, how and when.
 *
 * @param kinds for each kind and medium whether; what is left out keeps its default
 * @param quietHours no mail and no push then: they come after; absent for none
 * @param digest instead of single mails
 * @param timeZone an IANA name such as {@code Europe/Berlin}
 * @param language {@code en | de}; absent for that of the account
 */
record Preferences(
        Map<Kind, Map<Medium, Boolean>> kinds,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable QuietHours quietHours,
        Digest digest,
        String timeZone,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String language) {
    static final Preferences DEFAULT = new Preferences(Map.of(), null, Digest.OFF, "UTC", null);

    Preferences {
        kinds = kinds == null ? Map.of() : Map.copyOf(kinds);
        digest = digest == null ? Digest.OFF : digest;
        timeZone = timeZone == null ? "UTC" : timeZone;
        try {
            ZoneId.of(timeZone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("time_zone is no IANA name such as Europe/Berlin", e);
        }
        if (language != null && !Wording.Languages.has(language)) {
            throw new IllegalArgumentException("language is en or de");
        }
    }

    boolean wants(Kind kind, Medium medium) {
        Map<Medium, Boolean> chosen = kinds.getOrDefault(kind, Map.of());
        return chosen.getOrDefault(medium, kind.unlessChosen(medium));
    }

    ZoneId zone() {
        return ZoneId.of(timeZone);
    }

    /** With the answer for each kind and medium, as it is shown. */
    Preferences whole() {
        Map<Kind, Map<Medium, Boolean>> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Map<Medium, Boolean> media = new EnumMap<>(Medium.class);
            for (Medium medium : Medium.values()) {
                media.put(medium, wants(kind, medium));
            }
            all.put(kind, media);
        }
        return new Preferences(all, quietHours, digest, timeZone, language);
    }

    Preferences without(Medium medium, Kind kind) {
        Map<Kind, Map<Medium, Boolean>> all = new EnumMap<>(whole().kinds());
        Map<Medium, Boolean> media = new EnumMap<>(all.getOrDefault(kind, Map.of()));
        media.put(medium, false);
        all.put(kind, media);
        return new Preferences(all, quietHours, digest, timeZone, language);
    }

    Preferences with(Digest other) {
        return new Preferences(kinds, quietHours, other, timeZone, language);
    }
}
