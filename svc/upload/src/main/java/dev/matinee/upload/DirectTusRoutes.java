package dev.matinee.upload;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.upload.DirectUpload.Status;
import dev.matinee.upload.EndingStore.Cause;
import dev.matinee.upload.Upload.Kind;
import io.helidon.dbclient.DbTransaction;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tag;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** tus at a one-time upload URL, for whoever was given it. */
final class DirectTusRoutes implements HttpService {
    static final String FOLDER = "/api/upload/v1/direct/";

    private final UploadStore store;
    private final EndingStore endings;
    private final DirectUploadStore directs;
    private final Assembly assembly;
    private final TusAnswers tus;

    DirectTusRoutes(
            UploadStore store, EndingStore endings, DirectUploadStore directs, Assembly assembly, TusAnswers tus) {
        this.store = store;
        this.endings = endings;
        this.directs = directs;
        this.assembly = assembly;
        this.tus = tus;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.options("/direct/{secret}", answering(this::options))
                .post("/direct/{secret}", answering(this::begin))
                .options("/direct/{secret}/{id}", answering(this::options))
                .head("/direct/{secret}/{id}", answering(this::dispatch))
                .patch("/direct/{secret}/{id}", answering(this::dispatch))
                .delete("/direct/{secret}/{id}", answering(this::dispatch))
                .post("/direct/{secret}/{id}", answering(this::dispatch));
    }

    private Handler answering(Handler handler) {
        Handler answering =
                tus.answering(request -> new Cors(List.of(bySecret(request).corsOrigin())), handler);
        return (request, response) -> {
            // Whoever may read traces must not be able to use the address.
            Span.current().ifPresent(span -> span.tag(Tag.HTTP_URL.create(FOLDER + "…")));
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
        tus.created(request, response, upload, FOLDER + secret + "/" + upload.id());
    }

    /** A client that never got the first answer may begin again, as long as it has sent nothing. */
    private Upload replace(DbTransaction transaction, DirectUpload direct, NewUpload wanted) {
        if (direct.status() != Status.WAITING) {
            throw ProblemException.of(
                    direct.status() == Status.ASSET_CREATED ? UploadError.DIRECT_USED : UploadError.DIRECT_GONE);
        }
        direct.upload().flatMap(id -> UploadStore.find(transaction, id)).ifPresent(before -> {
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
            case "HEAD" -> tus.head(response, upload, FOLDER + secret + "/");
            case "PATCH" -> tus.patch(request, response, upload);
            case "DELETE" -> tus.delete(response, upload);
            case "OPTIONS" -> tus.options(response);
            default -> throw TusAnswers.methodNotAllowed();
        }
    }
}
