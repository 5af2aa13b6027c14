package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of tus 1.0.0 (tus.io/protocols/resumable-upload) and how their values are read. */
final class Tus {
    static final String VERSION = "1.0.0";
    static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,concatenation";
    static final String OFFSET_STREAM = "application/offset+octet-stream";

    static final HeaderName TUS_RESUMABLE = HeaderNames.create("Tus-Resumable");
    static final HeaderName TUS_VERSION = HeaderNames.create("Tus-Version");
    static final HeaderName TUS_EXTENSION = HeaderNames.create("Tus-Extension");
    static final HeaderName TUS_MAX_SIZE = HeaderNames.create("Tus-Max-Size");
    static final HeaderName TUS_CHECKSUM_ALGORITHM = HeaderNames.create("Tus-Checksum-Algorithm");
    static final HeaderName UPLOAD_OFFSET = HeaderNames.create("Upload-Offset");
    static final HeaderName UPLOAD_LENGTH = HeaderNames.create("Upload-Length");
    static final HeaderName UPLOAD_DEFER_LENGTH = HeaderNames.create("Upload-Defer-Length");
    static final HeaderName UPLOAD_METADATA = HeaderNames.create("Upload-Metadata");
    static final HeaderName UPLOAD_EXPIRES = HeaderNames.create("Upload-Expires");
    static final HeaderName UPLOAD_CHECKSUM = HeaderNames.create("Upload-Checksum");
    static final HeaderName UPLOAD_CONCAT = HeaderNames.create("Upload-Concat");
    static final HeaderName METHOD_OVERRIDE = HeaderNames.create("X-HTTP-Method-Override");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PARTIAL_ADDRESS = Pattern.compile(
            "(?:https?://[^/?#\\s]+)?/api/upload/v1/(?:files|direct/[A-Za-z0-9_-]{1,100})/([0-9a-f-]{36})/?");
    /** More would not fit the header limit of the server anyway. */
    private static final int MAX_PARTIALS = 100;

    private Tus() {}

    /** What {@code Upload-Concat} asks for. */
    sealed interface Concat {}

    record Whole() implements Concat {}

    record Partial() implements Concat {}

    record Final(List<UUID> partials) implements Concat {}

    static long offset(Optional<String> header) {
        return header.filter(text -> DIGITS.matcher(text).matches())
                .map(Long::parseLong)
                .orElseThrow(() -> ProblemException.of(UploadError.INVALID_OFFSET));
    }

    static Optional<Long> length(Optional<String> header) {
        return header.map(text -> {
            if (!DIGITS.matcher(text).matches()) {
                throw ProblemException.of(UploadError.INVALID_LENGTH);
            }
            return Long.parseLong(text);
        });
    }

    /** The length of a new upload; empty when it comes later. */
    static Optional<Long> newLength(Optional<String> length, Optional<String> defer) {
        if (length.isPresent() == defer.isPresent()
                || defer.map(one -> !one.equals("1")).orElse(false)) {
            throw ProblemException.of(UploadError.LENGTH_NEEDED);
        }
        return length(length);
    }

    static Concat concat(Optional<String> header) {
        if (header.isEmpty()) {
            return new Whole();
        }
        String text = header.get().strip();
        if (text.equals("partial")) {
            return new Partial();
        }
        if (!text.startsWith("final;")) {
            throw ProblemException.of(UploadError.INVALID_CONCAT);
        }
        List<UUID> partials = new ArrayList<>();
        for (String address : text.substring("final;".length()).strip().split(" +", -1)) {
            partials.add(partial(address));
        }
        if (partials.size() > MAX_PARTIALS || partials.stream().distinct().count() != partials.size()) {
            throw ProblemException.of(UploadError.INVALID_CONCAT);
        }
        return new Final(List.copyOf(partials));
    }

    /** Clients send back the address they were given, absolute or not; only the id in it counts. */
    private static UUID partial(String address) {
        Matcher matcher = PARTIAL_ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw ProblemException.of(UploadError.INVALID_CONCAT);
        }
        return id(matcher.group(1)).orElseThrow(() -> ProblemException.of(UploadError.INVALID_CONCAT));
    }

    /** An upload id, only in the one form it is given out in. */
    static Optional<UUID> id(String text) {
        if (text.length() != 36 || !text.equals(text.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
