package dev.matinee.notify;

import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.ProblemException;
import io.helidon.webserver.http.ServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids in paths: what is none of ours is not there. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Ids() {}

    static UUID get(ServerRequest request, String name, ErrorCode otherwise) {
        String text = request.path().pathParameters().get(name);
        if (!FORM.matcher(text).matches()) {
            throw ProblemException.of(otherwise);
        }
        return UUID.fromString(text);
    }
}
