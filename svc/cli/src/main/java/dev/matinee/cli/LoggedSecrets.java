package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks for what must never be in a log: the secrets of this stack themselves, tokens of Keycloak, signed addresses of media and
 * of S3, one-time upload and unsubscribe addresses. What is found is told by its place and kind, never by its words.
 */
final class LoggedSecrets {
    private static final int SHORTEST = 8;
    private static final Map<String, Pattern> KINDS = new TreeMap<>(Map.of(
            "a JSON web token", Pattern.compile("eyJ[\\w-]{10,}\\.eyJ[\\w-]{10,}\\.[\\w-]{10,}"),
            "a bearer token", Pattern.compile("(?i)bearer [\\w-]{20,}"),
            "a signed address of media", Pattern.compile("[\\w-]{1,32}\\.\\d{1,12}\\.\\d{1,18}\\.[\\w-]{43}\\b"),
            "a signed address of S3", Pattern.compile("X-Amz-Signature=[0-9a-f]{32,}"),
            "a refresh token", Pattern.compile("refresh_token=[\\w.-]{10,}")));

    private final Map<String, String> secrets;

    /** @param secrets by their names */
    LoggedSecrets(Map<String, String> secrets) {
        this.secrets = new TreeMap<>(secrets);
        // An address or a name that was given as a secret is short, and found everywhere.
        this.secrets.values().removeIf(value -> value.length() < SHORTEST);
    }

    /** Each finding as {@code file:line holds kind}. */
    List<String> in(Collection<Path> files) {
        var found = new ArrayList<String>();
        files.forEach(file -> found.addAll(in(file)));
        return found;
    }

    private List<String> in(Path file) {
        var found = new ArrayList<String>();
        // Of servers that are not ours some write other characters than UTF-8.
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            var number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                for (var kind : kinds(line)) {
                    found.add(file + ":" + number + " holds " + kind);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private List<String> kinds(String line) {
        var kinds = new ArrayList<String>();
        KINDS.forEach((kind, pattern) -> {
            if (pattern.matcher(line).find()) {
                kinds.add(kind);
            }
        });
        secrets.forEach((name, value) -> {
            if (line.contains(value)) {
                kinds.add("the secret " + name);
            }
        });
        return kinds;
    }
}
