package dev.matinee.upload;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.IdempotencyKey;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.upload.DirectUpload.Content;
import dev.matinee.upload.DirectUpload.Status;
import dev.matinee.upload.EndingStore.Cause;
import dev.matinee.upload.Upload.Kind;
import io.helidon.dbclient.DbTransaction;
import io.helidon.http.HeaderNames;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tag;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One-time upload URLs: made and watched by a creator, used by whoever was given one. */
final class DirectUploadRoutes implements HttpService {
    private static final String UPLOADS = "/api/upload/v1/uploads/";
    private static final String DIRECT = "/api/upload/v1/direct/";
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]{1,253}(?::[0-9]{1,5})?");

    private final TokenVerifier tokens;
    private final UploadStore store;
    private final EndingStore endings;
    private final DirectUploadStore directs;
    private final Assembly assembly;
    private final TusAnswers tus;
    private final AddressSecrets secrets;
    private final URI publicUrl;
    private final Clock clock;

    DirectUploadRoutes(
            TokenVerifier tokens,
            UploadStore store,
            EndingStore endings,
            DirectUploadStore directs,
            Assembly assembly,
            TusAnswers tus,
            AddressSecrets secrets,
            URI publicUrl,
            Clock clock) {
        this.tokens = tokens;
        this.store = store;
        this.endings = endings;
        this.directs = directs;
        this.assembly = assembly;
        this.tus = tus;
        this.secrets = secrets;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/uploads", naming(this::create))
                .get("/uploads/{id}", naming(this::get))
                .delete("/uploads/{id}", naming(this::cancel))
                .options("/direct/{secret}", answering(this::options))
                .post("/direct/{secret}", answering(this::begin))
                .options("/direct/{secret}/{id}", answering(this::options))
                .head("/direct/{secret}/{id}", answering(this::dispatch))
                .patch("/direct/{secret}/{id}", answering(this::dispatch))
                .delete("/direct/{secret}/{id}", answering(this::dispatch))
                .post("/direct/{secret}/{id}", answering(this::dispatch));
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

    private static Handler naming(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (dev.matinee.kit.sql.DatabaseUnavailableException | io.helidon.dbclient.DbClientException e) {
                throw Failures.named(e);
            }
        };
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.CREATOR);
        byte[] body = Json.bytes(request);
        NewDirectUpload wanted = Json.read(body, NewDirectUpload.class);
        Content content = wanted.content() == null ? new Content(null, null, null, null, null) : wanted.content();
        Instant now = clock.instant();
        DirectUpload direct = new DirectUpload(
                Uuid7.at(now),
                caller.subject(),
                caller.name(),
                wanted.corsOrigin(),
                Status.WAITING,
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
        response.status(io.helidon.http.Status.CREATED_201);
        String url = publicUrl.resolve(DIRECT + secrets.of(made.id())).toString();
        Json.send(response, DirectUploadView.of(made, url));
    }

    private void get(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, DirectUploadView.of(own(request), null));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        DirectUpload direct = own(request);
        if (!directs.cancel(direct.id(), direct.owner()) && direct.status() != Status.CANCELLED) {
            throw ProblemException.of(UploadError.DIRECT_CLOSED);
        }
        direct.upload().ifPresent(upload -> {
            endings.end(upload, Cause.TERMINATED);
            assembly.clean(upload);
        });
        response.status(io.helidon.http.Status.NO_CONTENT_204).send();
    }

    private DirectUpload own(ServerRequest request) {
        Caller caller = tokens.require(request, Role.CREATOR);
        return Tus.id(request.path().pathParameters().get("id"))
                .flatMap(id -> directs.find(id, caller.subject()))
                .orElseThrow(() -> ProblemException.of(UploadError.DIRECT_NOT_FOUND));
    }

    private Handler answering(Handler handler) {
        Handler answering =
                tus.answering(request -> new Cors(List.of(bySecret(request).corsOrigin())), handler);
        return (request, response) -> {
            // Whoever may read traces must not be able to use the address.
            Span.current().ifPresent(span -> span.tag(Tag.HTTP_URL.create(DIRECT + "…")));
            answering.handle(request, response);
        };
    }

    private DirectUpload bySecret(ServerRequest request) {
        String secret = request.path().pathParameters().get("secret");
        return Optional.of(secret)
                .filter(AddressSecrets::isOne)
                .flatMap(directs::findBySecret)
                .orElseThrow(() -> ProblemException.of(UploadError.DIRECT_NOT_FOUND));
    }

    private void options(ServerRequest request, ServerResponse response) {
        tus.options(response);
    }

    private void begin(ServerRequest request, ServerResponse response) {
        if (TusAnswers.method(request).equals("OPTIONS")) {
            tus.options(response);
            return;
        }
        DirectUpload direct = bySecret(request);
        TusAnswers.checkBody(request);
        if (!(Tus.concat(TusAnswers.header(request, Tus.UPLOAD_CONCAT)) instanceof Tus.Whole)) {
            throw ProblemException.of(UploadError.INVALID_CONCAT, "This address takes one upload, not parts of one.");
        }
        Optional<Long> length = Tus.newLength(
                TusAnswers.header(request, Tus.UPLOAD_LENGTH), TusAnswers.header(request, Tus.UPLOAD_DEFER_LENGTH));
        UploadMetadata metadata = UploadMetadata.parse(TusAnswers.header(request, Tus.UPLOAD_METADATA));
        NewUpload wanted = new NewUpload(
                Uuid7.next(),
                direct.owner(),
                direct.ownerName(),
                Kind.WHOLE,
                length,
                metadata,
                Optional.of(direct.id()),
                List.of());
        Upload upload = directs.use(direct.id(), (transaction, now) -> replace(transaction, now, wanted), Upload::id);
        direct.upload().ifPresent(assembly::clean);
        String secret = request.path().pathParameters().get("secret");
        tus.created(request, response, upload, DIRECT + secret + "/" + upload.id());
    }

    /** A client that never got the first answer may begin again, as long as it has sent nothing. */
    private Upload replace(DbTransaction transaction, DirectUpload direct, NewUpload wanted) {
        if (direct.status() != Status.WAITING) {
            throw ProblemException.of(
                    direct.status() == Status.ASSET_CREATED ? UploadError.DIRECT_USED : UploadError.DIRECT_GONE);
        }
        direct.upload().flatMap(store::find).ifPresent(before -> {
            boolean open = before.state() == Upload.State.RECEIVING;
            if (before.state() != Upload.State.ENDED && !(open && before.offset() == 0)) {
                throw ProblemException.of(UploadError.DIRECT_USED);
            }
            if (open) {
                endings.end(transaction, before.id(), Cause.REPLACED);
            }
        });
        return store.create(transaction, wanted);
    }

    private void dispatch(ServerRequest request, ServerResponse response) {
        DirectUpload direct = bySecret(request);
        Upload upload = Tus.id(request.path().pathParameters().get("id"))
                .flatMap(store::find)
                .filter(found -> found.direct().equals(Optional.of(direct.id())))
                .orElseThrow(() -> ProblemException.of(UploadError.UPLOAD_NOT_FOUND));
        if (direct.status() != Status.WAITING && direct.status() != Status.ASSET_CREATED) {
            throw ProblemException.of(UploadError.DIRECT_GONE);
        }
        String secret = request.path().pathParameters().get("secret");
        switch (TusAnswers.method(request)) {
            case "HEAD" -> tus.head(response, upload, DIRECT + secret + "/");
            case "PATCH" -> tus.patch(request, response, upload);
            case "DELETE" -> tus.delete(response, upload);
            case "OPTIONS" -> tus.options(response);
            default -> throw TusAnswers.methodNotAllowed();
        }
    }
}
