package dev.matinee.upload;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.IdempotencyKey;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.upload.DirectUpload.Content;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One-time upload URLs, made and watched by a creator; {@link DirectTusRoutes} is for whoever was given one. */
final class DirectUploadRoutes implements HttpService {
    private static final String UPLOADS = "/api/upload/v1/uploads/";
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]{1,253}(?::[0-9]{1,5})?");

    private final TokenVerifier tokens;
    private final DirectUploadStore directs;
    private final Assembly assembly;
    private final AddressSecrets secrets;
    private final URI publicUrl;
    private final Clock clock;

    DirectUploadRoutes(
            TokenVerifier tokens,
            DirectUploadStore directs,
            Assembly assembly,
            AddressSecrets secrets,
            URI publicUrl,
            Clock clock) {
        this.tokens = tokens;
        this.directs = directs;
        this.assembly = assembly;
        this.secrets = secrets;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/uploads", Failures.naming(this::create))
                .get("/uploads/{id}", Failures.naming(this::get))
                .delete("/uploads/{id}", Failures.naming(this::cancel));
    }

    record NewDirectUpload(
            String corsOrigin, long timeoutS, @Nullable Content content) {
        private static final long SHORTEST_S = 60;
        private static final long LONGEST_S = 604_800;

        NewDirectUpload {
            if (corsOrigin == null || !ORIGIN.matcher(corsOrigin).matches()) {
                throw new IllegalArgumentException("cors_origin is an origin such as https://example.org");
            }
            if (timeoutS < SHORTEST_S || timeoutS > LONGEST_S) {
                throw new IllegalArgumentException("timeout_s is from " + SHORTEST_S + " to " + LONGEST_S);
            }
        }
    }

    record DirectUploadView(
            UUID id,
            @Nullable String url,
            String status,
            String corsOrigin,
            Instant createdAt,
            Instant timeoutAt,
            @Nullable UUID uploadId,
            DirectUploadView.@Nullable Failure error) {
        record Failure(String code, @Nullable String detail) {}

        static DirectUploadView of(DirectUpload direct, @Nullable String url) {
            return new DirectUploadView(
                    direct.id(),
                    url,
                    direct.status().word(),
                    direct.corsOrigin(),
                    direct.createdAt(),
                    direct.timeoutAt(),
                    direct.upload().orElse(null),
                    direct.errorCode()
                            .map(code -> new Failure(code, direct.errorDetail().orElse(null)))
                            .orElse(null));
        }
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.CREATOR);
        byte[] body = Json.bytes(request);
        NewDirectUpload wanted = Json.read(body, NewDirectUpload.class);
        Content content = wanted.content() == null ? Content.NOTHING : wanted.content();
        Instant now = clock.instant();
        DirectUpload direct = new DirectUpload(
                Uuid7.at(now),
                caller.subject(),
                caller.name(),
                wanted.corsOrigin(),
                DirectUpload.Status.WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                now.plus(Duration.ofSeconds(wanted.timeoutS())));
        DirectUpload made = IdempotencyKey.find(request)
                .map(key -> directs.createOnce(key, body, direct, secrets.of(direct.id()), content))
                .orElseGet(() -> directs.create(direct, secrets.of(direct.id()), content));
        response.header(HeaderNames.LOCATION, UPLOADS + made.id());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.status(Status.CREATED_201);
        String url = publicUrl
                .resolve(DirectTusRoutes.FOLDER + secrets.of(made.id()))
                .toString();
        Json.send(response, DirectUploadView.of(made, url));
    }

    private void get(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, DirectUploadView.of(own(request), null));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        DirectUpload direct = own(request);
        assembly.cancel(direct);
        response.status(Status.NO_CONTENT_204).send();
    }

    private DirectUpload own(ServerRequest request) {
        Caller caller = tokens.require(request, Role.CREATOR);
        return Tus.id(request.path().pathParameters().get("id"))
                .flatMap(id -> directs.find(id, caller.subject()))
                .orElseThrow(() -> ProblemException.of(UploadError.DIRECT_NOT_FOUND));
    }
}
