package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An object as a backup has it.
 *
 * @param etag what S3 tells contents apart by, together with the size
 * @param sha256 the content's name in the {@link Pool}
 * @param type the content's media type
 * @param cache what its {@code Cache-Control} says; may be empty
 */
record StoredObject(String bucket, String key, long bytes, String etag, String sha256, String type, String cache) {
    String name() {
        return bucket + "/" + key;
    }

    /** One object a line: there may be a million of them. */
    static void write(Path file, Collection<StoredObject> objects) {
        try (var out =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            for (var object : objects) {
                out.write(Json.write(object));
                out.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<StoredObject> read(Path file) {
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines().map(Json::parse).map(StoredObject::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredObject of(JsonNode node) {
        return new StoredObject(
                node.path("bucket").asText(),
                node.path("key").asText(),
                node.path("bytes").asLong(),
                node.path("etag").asText(),
                node.path("sha256").asText(),
                node.path("type").asText(),
                node.path("cache").asText());
    }
}
