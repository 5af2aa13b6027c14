package dev.matinee.upload;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.upload.Upload.Kind;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** tus for those who log in. */
final class TusRoutes implements HttpService {
    static final String FOLDER = "/api/upload/v1/files/";

    private final TokenVerifier tokens;
    private final UploadStore store;
    private final TusAnswers tus;
    private final Cors cors;

    TusRoutes(TokenVerifier tokens, UploadStore store, TusAnswers tus, Cors cors) {
        this.tokens = tokens;
        this.store = store;
        this.tus = tus;
        this.cors = cors;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.options("/files", answering(this::options))
                .post("/files", answering(this::create))
                .options("/files/{id}", answering(this::options))
                .head("/files/{id}", answering(this::dispatch))
                .patch("/files/{id}", answering(this::dispatch))
                .delete("/files/{id}", answering(this::dispatch))
                .post("/files/{id}", answering(this::dispatch));
    }

    private Handler answering(Handler handler) {
        return tus.answering(request -> cors, handler);
    }

    private void options(ServerRequest request, ServerResponse response) {
        tus.options(response);
    }

    private void create(ServerRequest request, ServerResponse response) {
        if (TusAnswers.method(request).equals("OPTIONS")) {
            tus.options(response);
            return;
        }
        Caller caller = tokens.require(request, Role.CREATOR);
        TusAnswers.checkBody(request);
        Tus.Concat concat = Tus.concat(TusAnswers.header(request, Tus.UPLOAD_CONCAT));
        UploadMetadata metadata = UploadMetadata.parse(TusAnswers.header(request, Tus.UPLOAD_METADATA));
        Upload upload = switch (concat) {
            case Tus.Whole whole -> store.create(wanted(request, caller, Kind.WHOLE, metadata));
            case Tus.Partial partial -> store.create(wanted(request, caller, Kind.PARTIAL, metadata));
            case Tus.Final last -> {
                if (request.headers().contains(Tus.UPLOAD_LENGTH)) {
                    throw ProblemException.of(
                            UploadError.INVALID_CONCAT, "A final upload has the length of its parts; send none.");
                }
                yield store.createFinal(new NewUpload(
                        Uuid7.next(),
                        caller.subject(),
                        caller.name(),
                        Kind.FINAL,
                        Optional.empty(),
                        metadata,
                        Optional.empty(),
                        last.partials()));
            }
        };
        tus.created(request, response, upload, FOLDER + upload.id());
    }

    private static NewUpload wanted(ServerRequest request, Caller caller, Kind kind, UploadMetadata metadata) {
        Optional<Long> length = Tus.newLength(
                TusAnswers.header(request, Tus.UPLOAD_LENGTH), TusAnswers.header(request, Tus.UPLOAD_DEFER_LENGTH));
        return new NewUpload(
                Uuid7.next(), caller.subject(), caller.name(), kind, length, metadata, Optional.empty(), List.of());
    }

    private void dispatch(ServerRequest request, ServerResponse response) {
        switch (TusAnswers.method(request)) {
            case "HEAD" -> tus.head(response, own(request), FOLDER);
            case "PATCH" -> tus.patch(request, response, own(request));
            case "DELETE" -> tus.delete(response, own(request));
            case "OPTIONS" -> tus.options(response);
            default -> throw TusAnswers.methodNotAllowed();
        }
    }

    /** Somebody else's upload answers as one that is not there. */
    private Upload own(ServerRequest request) {
        Caller caller = tokens.require(request, Role.CREATOR);
        return Tus.id(request.path().pathParameters().get("id"))
                .flatMap(store::find)
                .filter(upload -> upload.owner().equals(caller.subject())
                        && upload.direct().isEmpty())
                .orElseThrow(() -> ProblemException.of(UploadError.UPLOAD_NOT_FOUND));
    }
}
