package dev.matinee.kit.http;

import dev.matinee.kit.http.ProblemException.FieldError;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header), by which a client repeats a creating request safely. */
public final class IdempotencyKey {
    private static final HeaderName NAME = HeaderNames.create("Idempotency-Key");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private IdempotencyKey() {}

    /**
     * The request's key.
     *
     * @throws ProblemException 400 when it is not 1 to 200 visible ASCII characters
     */
    public static Optional<String> find(ServerRequest request) {
        Optional<String> key = request.headers().first(NAME);
        if (key.isPresent() && !VALUE.matcher(key.get()).matches()) {
            throw ProblemException.of(
                    StandardError.BAD_REQUEST,
                    List.of(new FieldError("Idempotency-Key", "1 to 200 visible ASCII characters")));
        }
        return key;
    }
}
