package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Problems;
import dev.matinee.kit.http.StandardError;
import dev.matinee.upload.EndingStore.Cause;
import dev.matinee.upload.Upload.Kind;
import dev.matinee.upload.Upload.State;
import dev.matinee.upload.UploadWriter.End;
import dev.matinee.upload.UploadWriter.Written;
import dev.matinee.upload.WriteLocks.Ask;
import io.helidon.http.DateTime;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/** Answers tus requests about an upload, once a route has found out whose it is. */
final class TusAnswers {
    private static final System.Logger LOG = System.getLogger(TusAnswers.class.getName());
    /** How long the last request of an upload waits for S3 to make one object of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** An unread body up to this is read and dropped so that the client gets the answer; past it the connection ends. */
    private static final long DRAINED_BYTES = 64L * 1024 * 1024;

    private final UploadStore store;
    private final WriteLocks locks;
    private final TusWrites writes;
    private final Assembly assembly;
    private final Clock clock;

    TusAnswers(UploadStore store, WriteLocks locks, TusWrites writes, Assembly assembly, Clock clock) {
        this.store = store;
        this.locks = locks;
        this.writes = writes;
        this.assembly = assembly;
        this.clock = clock;
    }

    /** Who may upload from where; called per request, since a one-time address has its own. */
    @FunctionalInterface
    interface CorsOf {
        Cors of(ServerRequest request);
    }

    /** What all answers share: version, CORS, and failures with both, which a browser needs to see them at all. */
    Handler answering(CorsOf corsOf, Handler handler) {
        return (request, response) -> {
            try {
                response.header(Tus.TUS_RESUMABLE, Tus.VERSION);
                Cors cors = corsOf.of(request);
                cors.answer(request, response);
                if (cors.refuses(request)) {
                    throw ProblemException.of(UploadError.ORIGIN_REFUSED);
                }
                if (!method(request).equals("OPTIONS")
                        && !header(request, Tus.TUS_RESUMABLE)
                                .map(Tus.VERSION::equals)
                                .orElse(false)) {
                    throw ProblemException.of(UploadError.VERSION_UNSUPPORTED)
                            .withHeader(Tus.TUS_VERSION.defaultCase(), Tus.VERSION);
                }
                handler.handle(request, response);
            } catch (CloseConnectionException | HttpException | RequestException e) {
                throw e;
            } catch (RuntimeException e) {
                fail(request, response, Failures.named(e));
            }
        };
    }

    private static void fail(ServerRequest request, ServerResponse response, ProblemException problem) {
        OptionalLong length = request.headers().contentLength();
        boolean ends = (hasBody(request) && length.orElse(Long.MAX_VALUE) > DRAINED_BYTES)
                || problem.error() == UploadError.LOCKED;
        if (ends) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        Problems.send(request, response, problem);
        if (ends) {
            // Helidon would take the rest of the body for the next request.
            throw new CloseConnectionException("the body was not read to its end");
        }
    }

    /** tus lets a client that cannot send PATCH or DELETE say so in a header. */
    static String method(ServerRequest request) {
        return header(request, Tus.METHOD_OVERRIDE)
                .map(text -> text.toUpperCase(Locale.ROOT))
                .orElseGet(() -> request.prologue().method().text());
    }

    void options(ServerResponse response) {
        response.header(Tus.TUS_VERSION, Tus.VERSION);
        response.header(Tus.TUS_EXTENSION, Tus.EXTENSIONS);
        response.header(Tus.TUS_MAX_SIZE, Long.toString(store.maxBytes()));
        response.header(Tus.TUS_CHECKSUM_ALGORITHM, Checksum.ALGORITHMS);
        response.status(Status.NO_CONTENT_204).send();
    }

    void created(ServerRequest request, ServerResponse response, Upload upload, String location) {
        response.header(HeaderNames.LOCATION, location);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (upload.kind() == Kind.FINAL) {
            if (upload.state() == State.ASSEMBLING) {
                assembly.finishSoon(upload.id(), PATIENCE);
            }
        } else {
            Written written = hasBody(request) || upload.length().equals(Optional.of(0L))
                    ? first(request, upload)
                    : new Written(0, false, End.WHOLE);
            response.header(Tus.UPLOAD_OFFSET, Long.toString(written.offset()));
            expires(response, upload);
            ended(written);
        }
        response.status(Status.CREATED_201).send();
    }

    /** Refuses what {@link #created} could not answer, before anything is made. */
    static void checkBody(ServerRequest request) {
        if (hasBody(request)) {
            checkContentType(request);
        }
    }

    /** The client does not know the address yet, so an upload whose first bytes are refused is of no use to anybody. */
    private Written first(ServerRequest request, Upload upload) {
        try {
            return written(request, upload.id(), 0);
        } catch (RuntimeException e) {
            ProblemException problem = Failures.named(e);
            try {
                assembly.end(upload.id(), Cause.REPLACED);
            } catch (RuntimeException ending) {
                // It expires then; what the client is to hear is why its bytes were not taken.
                LOG.log(Level.DEBUG, upload.id() + " ends by itself", ending);
            }
            throw problem.error().status().code() >= 500
                    ? problem.withDetail(
                            "This upload could not be begun, and nothing of it is kept; begin again later.")
                    : problem;
        }
    }

    void head(ServerResponse response, Upload seen, String folder) {
        Upload upload = seen;
        if (seen.state() == State.RECEIVING) {
            locks.take(seen.id(), Ask.FIRM)
                    .orElseThrow(() -> ProblemException.of(UploadError.LOCKED))
                    .close();
            upload = store.find(seen.id()).orElse(seen);
        }
        checkThere(upload);
        if (upload.kind() != Kind.FINAL || upload.state() == State.COMPLETE) {
            response.header(Tus.UPLOAD_OFFSET, Long.toString(upload.offset()));
        }
        upload.length()
                .ifPresentOrElse(
                        length -> response.header(Tus.UPLOAD_LENGTH, Long.toString(length)),
                        () -> response.header(Tus.UPLOAD_DEFER_LENGTH, "1"));
        if (!upload.metadata().header().isEmpty()) {
            response.header(Tus.UPLOAD_METADATA, upload.metadata().header());
        }
        if (upload.kind() == Kind.PARTIAL) {
            response.header(Tus.UPLOAD_CONCAT, "partial");
        } else if (upload.kind() == Kind.FINAL) {
            response.header(
                    Tus.UPLOAD_CONCAT,
                    upload.partials().stream().map(id -> folder + id).collect(Collectors.joining(" ", "final;", "")));
        }
        expires(response, upload);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.status(Status.OK_200).send();
    }

    void patch(ServerRequest request, ServerResponse response, Upload upload) {
        checkContentType(request);
        long offset = Tus.offset(header(request, Tus.UPLOAD_OFFSET));
        if (upload.kind() == Kind.FINAL) {
            throw ProblemException.of(UploadError.FINAL_UPLOAD);
        }
        // A client that missed the last answer may say so with an empty body; there is nothing left to write.
        boolean whole = upload.state() == State.ASSEMBLING || upload.state() == State.COMPLETE;
        Written written = whole && upload.offset() == offset && !hasBody(request)
                ? new Written(offset, false, End.WHOLE)
                : written(request, upload.id(), offset);
        ended(written);
        response.header(Tus.UPLOAD_OFFSET, Long.toString(written.offset()));
        store.find(upload.id()).ifPresent(now -> expires(response, now));
        response.status(Status.NO_CONTENT_204).send();
    }

    void delete(ServerResponse response, Upload upload) {
        checkThere(upload);
        WriteLocks.Hold hold =
                locks.take(upload.id(), Ask.FIRM).orElseThrow(() -> ProblemException.of(UploadError.LOCKED));
        try (hold) {
            if (!assembly.end(upload.id(), Cause.TERMINATED)) {
                checkThere(store.find(upload.id()).orElse(upload));
                throw ProblemException.of(UploadError.UPLOAD_COMPLETE);
            }
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private Written written(ServerRequest request, UUID id, long offset) {
        InputStream body = hasBody(request) ? request.content().inputStream() : InputStream.nullInputStream();
        Written written = writes.write(
                id,
                new TusWrites.Piece(
                        offset,
                        Tus.length(header(request, Tus.UPLOAD_LENGTH)),
                        request.headers().contentLength(),
                        Checksum.parse(header(request, Tus.UPLOAD_CHECKSUM)),
                        body));
        if (written.finished()) {
            assembly.finishSoon(id, PATIENCE);
        }
        return written;
    }

    private void checkThere(Upload upload) {
        upload.requireThere(clock.instant());
    }

    private static void ended(Written written) {
        switch (written.end()) {
            case WHOLE -> {}
            case CUT -> throw new CloseConnectionException("the client is gone, its bytes are kept");
            case LET_GO ->
                throw ProblemException.of(UploadError.LOCKED, "Another request took this upload over.")
                        .withHeader("Connection", "close");
        }
    }

    private static void expires(ServerResponse response, Upload upload) {
        if (upload.state() == State.RECEIVING) {
            response.header(Tus.UPLOAD_EXPIRES, httpDate(upload.expiresAt()));
        }
    }

    static String httpDate(Instant time) {
        return time.atZone(ZoneOffset.UTC).format(DateTime.RFC_1123_DATE_TIME);
    }

    private static void checkContentType(ServerRequest request) {
        boolean stream = header(request, HeaderNames.CONTENT_TYPE)
                .map(type -> type.strip().equalsIgnoreCase(Tus.OFFSET_STREAM))
                .orElse(false);
        if (!stream) {
            throw ProblemException.of(UploadError.CONTENT_TYPE);
        }
    }

    private static boolean hasBody(ServerRequest request) {
        return request.headers().contentLength().orElse(0) > 0
                || request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    }

    static Optional<String> header(ServerRequest request, HeaderName name) {
        return request.headers().first(name);
    }

    static ProblemException methodNotAllowed() {
        return ProblemException.of(StandardError.METHOD_NOT_ALLOWED);
    }
}
