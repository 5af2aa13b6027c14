package dev.matinee.gate;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class VerifyRoutes implements HttpService {
    private static final HeaderName SUBJECT = HeaderNames.create("X-Matinee-Subject");

    private final TokenVerifier tokens;
    private final Revocations revocations;
    private final RequestRates rates;

    VerifyRoutes(TokenVerifier tokens, Revocations revocations, RequestRates rates) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.rates = rates;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/verify", this::verify).post("/revocations", this::revoke);
    }

    private void verify(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        revocations.check(caller);
        rates.count(kind(request), caller.subject());
        // For the gateway's log; no service takes it for who somebody is.
        response.header(SUBJECT, caller.subject());
        response.send();
    }

    private static RequestRates.Kind kind(ServerRequest request) {
        String asked = request.query().first("rate").orElse(RequestRates.Kind.MEMBER.word());
        return Stream.of(RequestRates.Kind.MEMBER, RequestRates.Kind.UPLOAD, RequestRates.Kind.COMMENT)
                .filter(kind -> kind.word().equals(asked))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        StandardError.INVALID_PARAMETER,
                        List.of(new FieldError("?rate", "is member, upload or comment"))));
    }

    private void revoke(ServerRequest request, ServerResponse response) {
        Caller operator = tokens.require(request, Role.OPERATOR);
        revocations.check(operator);
        Revocation wanted = Json.read(request, Revocation.class);
        Instant moment = wanted.subject() == null
                ? revocations.revokeSession(wanted.required())
                : revocations.revokeSubject(wanted.required());
        response.status(Status.CREATED_201);
        Json.send(response, new Revoked(wanted.subject(), wanted.session(), moment));
    }

    /** Whose tokens: every one of a subject made until now, or those of one session. */
    record Revocation(@Nullable String subject, @Nullable String session) {
        private static final int MAX_CHARS = 100;

        Revocation {
            if ((subject == null) == (session == null)) {
                throw Json.invalid("", "name either a subject or a session");
            }
        }

        String required() {
            String id = subject == null ? session : subject;
            if (id == null || id.isBlank() || id.length() > MAX_CHARS) {
                throw Json.invalid(subject == null ? "/session" : "/subject", "this is no id");
            }
            return id;
        }
    }

    record Revoked(@Nullable String subject, @Nullable String session, Instant revokedAt) {}
}
