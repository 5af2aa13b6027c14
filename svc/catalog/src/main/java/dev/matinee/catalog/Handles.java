package dev.matinee.catalog;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A channel's handle out of its user's name: {@code [a-z0-9_-]}, 3 to 30 of them. */
final class Handles {
    static final int MAX = 30;
    private static final int MIN = 3;
    /** Names that would be taken for the platform's own, or for a word in an address. */
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "administrator",
            "api",
            "auth",
            "help",
            "matinee",
            "moderator",
            "official",
            "root",
            "support",
            "system");

    private Handles() {}

    static String of(String userName) {
        String plain = Normalizer.normalize(userName, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9_]+", "-")
                .replaceAll("^[-_]+|[-_]+$", "");
        String cut = plain.substring(0, Math.min(plain.length(), MAX)).replaceAll("[-_]+$", "");
        if (cut.length() >= MIN && !RESERVED.contains(cut)) {
            return cut;
        }
        return cut.isEmpty() ? "channel" : "channel-" + cut;
    }

    /** The handle, then with numbers, then with something that nobody else draws. */
    static Stream<String> candidates(String userName, String random) {
        String handle = of(userName);
        return Stream.concat(
                Stream.of(handle),
                Stream.concat(
                        IntStream.rangeClosed(2, 9).mapToObj(number -> suffixed(handle, String.valueOf(number))),
                        Stream.of(suffixed(handle, random))));
    }

    /** What the channel is called until its owner says otherwise. */
    static String displayName(String userName, String handle) {
        String line = userName.replaceAll("[\\p{C}\\p{Z}]+", " ").strip();
        return line.isEmpty() || line.length() > ChannelDetails.MAX_NAME ? handle : line;
    }

    private static String suffixed(String handle, String suffix) {
        int room = MAX - suffix.length() - 1;
        return handle.substring(0, Math.min(handle.length(), room)) + "-" + suffix;
    }
}
