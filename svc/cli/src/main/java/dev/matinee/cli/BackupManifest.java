package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one backup is made of. It is written when all of it is on the disk, so a folder without one is no backup.
 *
 * @param id the folder's name
 * @param point everything that PostgreSQL had acknowledged then is in it
 * @param cluster PostgreSQL's own name of its data and the timeline of its log
 * @param follows the backup whose log this one's goes on from without a gap
 * @param base the copy of PostgreSQL's files; none when only its log was saved since the backup before
 * @param firstWal the segment of the log that is needed first: to make sense of the base, or behind what this one follows
 * @param lastWal the segment that the point is in
 * @param wal the segments that came with it
 * @param objects the list of what was in the buckets
 * @param secrets the jobs' variables
 * @param sealed whether those are encrypted
 */
record BackupManifest(
        String id,
        Instant point,
        String cluster,
        Optional<String> follows,
        Optional<Part> base,
        String firstWal,
        String lastWal,
        List<Part> wal,
        Part objects,
        Part secrets,
        boolean sealed) {
    static final String FILE = "manifest.json";
    private static final int FORMAT = 1;

    /** A file of it, with what proves that it is whole. */
    record Part(String name, long bytes, String sha256) {
        static Part of(Path file) {
            try {
                return new Part(String.valueOf(file.getFileName()), Files.size(file), Sums.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Part of(JsonNode node) {
            return new Part(
                    node.path("name").asText(),
                    node.path("bytes").asLong(),
                    node.path("sha256").asText());
        }

        private ObjectNode toJson() {
            return Json.object().put("name", name).put("bytes", bytes).put("sha256", sha256);
        }

        /** The file in this folder, after it was read and found to be the one. */
        Path checked(Path folder) {
            var file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw CliError.failed("the backup lacks " + file + "; it was deleted, or its disk is not there");
            }
            if (!Sums.of(file).equals(sha256)) {
                throw CliError.failed("the backup is damaged: " + file + " is not what it was when it was kept");
            }
            return file;
        }
    }

    boolean full() {
        return base.isPresent();
    }

    ObjectNode toJson() {
        var node = Json.object()
                .put("format", FORMAT)
                .put("id", id)
                .put("point", point.toString())
                .put("cluster", cluster)
                .put("first_wal", firstWal)
                .put("last_wal", lastWal)
                .put("sealed", sealed);
        follows.ifPresent(other -> node.put("follows", other));
        base.ifPresent(part -> node.set("base", part.toJson()));
        var segments = node.putArray("wal");
        wal.forEach(part -> segments.add(part.toJson()));
        node.set("objects", objects.toJson());
        node.set("secrets", secrets.toJson());
        return node;
    }

    static BackupManifest of(JsonNode node) {
        if (node.path("format").asInt() != FORMAT) {
            throw CliError.failed("the backup " + node.path("id").asText()
                    + " was made by another version of matinee, which can read it: format "
                    + node.path("format").asText("unknown"));
        }
        return new BackupManifest(
                node.path("id").asText(),
                Instant.parse(node.path("point").asText()),
                node.path("cluster").asText(),
                Optional.of(node.path("follows").asText()).filter(it -> !it.isEmpty()),
                Optional.of(node.path("base")).filter(JsonNode::isObject).map(Part::of),
                node.path("first_wal").asText(),
                node.path("last_wal").asText(),
                node.path("wal").valueStream().map(Part::of).toList(),
                Part.of(node.path("objects")),
                Part.of(node.path("secrets")),
                node.path("sealed").asBoolean());
    }
}
