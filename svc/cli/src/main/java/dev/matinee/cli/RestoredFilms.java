package dev.matinee.cli;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Whether everything that was published is there and plays, of a PostgreSQL and an S3 that belong together. */
final class RestoredFilms {
    private static final String BUCKET = "media";
    private static final String MASTER = "master.m3u8";
    private static final Pattern NAMED = Pattern.compile("URI=\"([^\"]+)\"");
    private static final Duration PLAYING = Duration.ofMinutes(3);
    private static final String PLAYED_SECONDS = "5";

    /**
     * What was seen.
     *
     * @param films published versions of films
     * @param photos published versions of photos
     * @param files how many files all of them have
     * @param played the film whose beginning was decoded, if there is any
     * @param missing what should be there and is not
     */
    record Seen(int films, int photos, int files, Optional<String> played, List<String> missing) {}

    private record Version(String prefix, boolean film) {}

    private final S3Client s3;
    private final URI endpoint;
    private final Path ffmpeg;

    RestoredFilms(S3Client s3, URI endpoint, Path ffmpeg) {
        this.s3 = s3;
        this.endpoint = endpoint;
        this.ffmpeg = ffmpeg;
    }

    /**
     * @param encoder the database of that name
     */
    Seen look(Connection encoder) {
        var missing = new ArrayList<String>();
        var files = 0;
        var films = new ArrayList<Version>();
        var versions = versions(encoder);
        for (var version : versions) {
            var there = there(version.prefix());
            files += there.size();
            if (version.film()) {
                films.add(version);
                missing.addAll(lacking(version.prefix(), there));
            } else if (there.isEmpty()) {
                missing.add(version.prefix());
            }
        }
        var played = missing.isEmpty() && !films.isEmpty()
                ? Optional.of(play(films.getLast().prefix()))
                : Optional.<String>empty();
        return new Seen(films.size(), versions.size() - films.size(), files, played, List.copyOf(missing));
    }

    private static List<Version> versions(Connection encoder) {
        try (var statement = encoder.createStatement();
                var rows = statement.executeQuery("SELECT content_id, version, photo_id FROM versions"
                        + " WHERE state = 'published' ORDER BY created_at")) {
            var versions = new ArrayList<Version>();
            while (rows.next()) {
                versions.add(new Version(
                        "v/" + rows.getString(1) + "/" + rows.getString(2) + "/",
                        rows.getString(3).isEmpty()));
            }
            return versions;
        } catch (SQLException e) {
            throw CliError.failed("what was published cannot be read from encoder's database: " + e.getMessage());
        }
    }

    private Set<String> there(String prefix) {
        var keys = new HashSet<String>();
        s3.listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(prefix)).contents().stream()
                .filter(object -> object.size() > 0)
                .map(S3Object::key)
                .forEach(keys::add);
        return keys;
    }

    /** What its playlists name, and those that they name, and is not among these. */
    private Set<String> lacking(String prefix, Set<String> there) {
        var lacking = new TreeSet<String>();
        var seen = new HashSet<String>();
        var waiting = new ArrayDeque<>(List.of(prefix + MASTER));
        while (!waiting.isEmpty()) {
            var key = waiting.remove();
            if (!seen.add(key)) {
                continue;
            }
            if (!there.contains(key)) {
                lacking.add(key);
            } else if (key.endsWith(".m3u8")) {
                var text = s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key))
                        .asString(StandardCharsets.UTF_8);
                named(text).map(name -> URI.create(key).resolve(name).getPath()).forEach(waiting::add);
            }
        }
        return lacking;
    }

    /** What a playlist names: lines that are no tag, and the addresses within tags. */
    static Stream<String> named(String playlist) {
        return playlist.lines().map(String::strip).flatMap(line -> {
            if (line.isEmpty()) {
                return Stream.empty();
            }
            return line.startsWith("#") ? NAMED.matcher(line).results().map(it -> it.group(1)) : Stream.of(line);
        });
    }

    private String play(String prefix) {
        var address = endpoint + "/" + BUCKET + "/" + prefix + MASTER;
        var decoded = Exec.of(
                        ffmpeg.toString(),
                        "-nostdin",
                        "-v",
                        "error",
                        "-xerror",
                        "-protocol_whitelist",
                        "http,tcp",
                        "-i",
                        address,
                        "-t",
                        PLAYED_SECONDS,
                        "-f",
                        "null",
                        "-")
                .within(PLAYING)
                .capture();
        if (decoded.exit() != 0) {
            throw CliError.failed(prefix + " does not play out of the backup").withTail(decoded.output());
        }
        return prefix;
    }
}
