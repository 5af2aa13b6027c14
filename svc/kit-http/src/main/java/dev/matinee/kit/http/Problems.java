package dev.matinee.kit.http;

import dev.matinee.kit.http.ProblemException.FieldError;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.tracing.Span;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place where failures become answers: {@code application/problem+json} (RFC 9457) with {@code type, title,
 * status, detail, instance, code, trace_id, errors[{pointer,detail}]}. What a service did not name becomes a 500 with
 * fixed text; its details go to the log, once.
 */
public final class Problems {
    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    /** What follows in a path is a one-time secret: whoever reads the log must not be able to use it. */
    private static final Pattern SECRET = Pattern.compile("(?<=/(?:direct|unsubscribe)/)[^/]+");

    private Problems() {}

    /**
     * Adds the mapper to a routing.
     *
     * @param passing failures of parts behind that a later request may not meet
     */
    static void register(HttpRouting.Builder routing, Predicate<Throwable> passing) {
        routing.error(ProblemException.class, (request, response, problem) -> send(request, response, problem))
                .error(
                        HttpException.class,
                        (request, response, failure) -> send(request, response, fromHelidon(failure.status(), failure)))
                .error(
                        RequestException.class,
                        (request, response, failure) ->
                                send(request, response, ProblemException.of(StandardError.BAD_REQUEST, failure)))
                .error(Throwable.class, (request, response, failure) -> {
                    StandardError error = isUnreachable(failure) || passing.test(failure)
                            ? StandardError.UNAVAILABLE
                            : StandardError.INTERNAL;
                    send(request, response, ProblemException.of(error, failure));
                });
    }

    /** A part we call could not be reached: a 503 that may be tried again, not a fault of ours. */
    private static boolean isUnreachable(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ConnectException || at instanceof HttpTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException fromHelidon(Status status, Throwable failure) {
        StandardError error = switch (status.code()) {
            case 401 -> StandardError.UNAUTHENTICATED;
            case 403 -> StandardError.FORBIDDEN;
            case 404 -> StandardError.NOT_FOUND;
            case 405 -> StandardError.METHOD_NOT_ALLOWED;
            case 413 -> StandardError.BODY_TOO_LARGE;
            case 415 -> StandardError.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> StandardError.UNAVAILABLE;
            default -> status.code() < 500 ? StandardError.BAD_REQUEST : StandardError.INTERNAL;
        };
        return ProblemException.of(error, failure);
    }

    /** Answers with a problem; for handlers that must add headers of their own first. */
    public static void send(ServerRequest request, ServerResponse response, ProblemException problem) {
        ErrorCode error = problem.error();
        count(error);
        String traceId = Span.current().map(span -> span.context().traceId()).orElse(null);
        if (error.status().code() >= 500) {
            LOG.log(
                    error == StandardError.INTERNAL ? Level.ERROR : Level.WARNING,
                    () -> error.code() + " at " + request.prologue().method().text() + " "
                            + withoutSecret(request.path().absolute().rawPath()),
                    problem.getCause() == null ? problem : problem.getCause());
        }
        Body body = new Body(
                "urn:matinee:error:" + error.code(),
                error.status().reasonPhrase(),
                error.status().code(),
                error == StandardError.INTERNAL
                        ? error.sentence()
                        : Objects.requireNonNullElse(problem.getMessage(), error.sentence()),
                request.path().absolute().rawPath(),
                error.code(),
                traceId,
                problem.errors().isEmpty() ? null : problem.errors());
        if (response.isSent()) {
            return;
        }
        response.status(error.status());
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            response.header(HeaderNames.create(header.getKey()), header.getValue());
        }
        if (error == StandardError.UNAUTHENTICATED && !response.headers().contains(HeaderNames.WWW_AUTHENTICATE)) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"matinee\"");
        }
        if (error.status().code() == 503 && !response.headers().contains(HeaderNames.RETRY_AFTER)) {
            response.header(HeaderNames.RETRY_AFTER, "5");
        }
        RequestId.current().ifPresent(id -> response.header(RequestId.HEADER, id));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.CONTENT_TYPE, "application/problem+json");
        if (request.prologue().method().equals(Method.HEAD)) {
            // Helidon would send the body all the same, and the client would take it for the next answer.
            response.send();
            return;
        }
        response.send(Json.write(body));
    }

    static String withoutSecret(String path) {
        return SECRET.matcher(path).replaceAll("…");
    }

    private static void count(ErrorCode error) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("http_problems")
                        .description("Requests that ended with a problem, by code")
                        .tags(List.of(Tag.create("code", error.code()))))
                .increment();
    }

    private record Body(
            String type,
            String title,
            int status,
            String detail,
            String instance,
            String code,
            @Nullable String traceId,
            @Nullable List<FieldError> errors) {}
}
