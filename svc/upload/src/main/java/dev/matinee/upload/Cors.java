package dev.matinee.upload;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** Which pages may upload from a browser (Fetch standard, "CORS protocol"), and the tus headers they may see. */
record Cors(List<String> origins) {
    private static final String ANY = "*";
    private static final String METHODS = "POST, HEAD, PATCH, DELETE, OPTIONS";
    private static final String SENT =
            "Authorization, Content-Type, Tus-Resumable, Upload-Checksum, Upload-Concat, Upload-Defer-Length, "
                    + "Upload-Length, Upload-Metadata, Upload-Offset, X-HTTP-Method-Override, X-Requested-With, X-Request-ID";
    private static final String SEEN = "Location, Retry-After, Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, "
            + "Tus-Resumable, Tus-Version, Upload-Concat, Upload-Defer-Length, Upload-Expires, Upload-Length, "
            + "Upload-Metadata, Upload-Offset";
    private static final String REMEMBER_S = "86400";

    Cors {
        origins = List.copyOf(origins);
    }

    /** Whether the request comes from a page that may not upload; no page, no objection. */
    boolean refuses(ServerRequest request) {
        return origin(request).filter(origin -> !allows(origin)).isPresent();
    }

    void answer(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        Optional<String> origin = origin(request).filter(this::allows);
        if (origin.isEmpty()) {
            return;
        }
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin.get());
        response.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, SEEN);
        if (request.headers().contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, SENT);
            response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, REMEMBER_S);
        }
    }

    private boolean allows(String origin) {
        return origins.contains(ANY) || origins.contains(origin);
    }

    private static Optional<String> origin(ServerRequest request) {
        return request.headers().first(HeaderNames.ORIGIN);
    }
}
