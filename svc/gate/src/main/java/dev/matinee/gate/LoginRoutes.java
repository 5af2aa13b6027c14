package dev.matinee.gate;

import dev.matinee.kit.http.ProblemException;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The pages of gate's own on each operator host: the end of a login, and the logout. */
final class LoginRoutes implements HttpService {
    static final String PREFIX = "/_gate/";
    static final String CALLBACK = PREFIX + "callback";
    static final String LOGOUT = PREFIX + "logout";
    private static final long MAX_FORM_BYTES = 1_024;

    private final OperatorHosts hosts;
    private final Sessions sessions;
    private final IdentityProvider identity;
    private final Cookies cookies;
    private final Pages pages;
    private final GateConfig config;
    private final Clock clock;

    LoginRoutes(
            OperatorHosts hosts,
            Sessions sessions,
            IdentityProvider identity,
            Cookies cookies,
            Pages pages,
            GateConfig config,
            Clock clock) {
        this.hosts = hosts;
        this.sessions = sessions;
        this.identity = identity;
        this.cookies = cookies;
        this.pages = pages;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/callback", this::callback).get("/logout", this::askToLogOut).post("/logout", this::logOut);
    }

    private void callback(ServerRequest request, ServerResponse response) {
        String host = host(request);
        String state = query(request, "state").orElse("");
        Optional<LoginAttempt> attempt = cookies.login(request, state)
                .flatMap(cookie -> LoginAttempt.parse(cookie, clock.instant()))
                .filter(begun -> begun.hasState(state));
        if (attempt.isEmpty()) {
            count("mismatch");
            pages.failed(response, GateError.LOGIN_MISMATCH);
            return;
        }
        cookies.clearLogin(response, state);
        Optional<IdentityProvider.Grant> grant = query(request, "code")
                .filter(code -> fromIssuer(request))
                .flatMap(code -> identity.exchange(code, attempt.get(), hosts.address(host, CALLBACK)));
        if (grant.isEmpty()) {
            count("refused");
            pages.failed(response, GateError.LOGIN_REFUSED);
            return;
        }
        if (sessions.ended(grant.get())) {
            // Keycloak would give the same ended login again and again until it is ended there too.
            count("ended");
            redirect(response, identity.logout(grant.get().idToken(), home()).toString());
            return;
        }
        count("done");
        cookies.setSession(response, sessions.begin(grant.get(), host));
        redirect(response, hosts.address(host, attempt.get().target()));
    }

    private void askToLogOut(ServerRequest request, ServerResponse response) {
        String host = host(request);
        Optional<String> id = cookies.session(request);
        Optional<Session> session = id.flatMap(found -> sessions.find(found, host));
        if (session.isEmpty()) {
            redirect(response, config.publicUrl().toString());
            return;
        }
        pages.logout(response, session.get().name(), formToken(id.orElseThrow()));
    }

    private void logOut(ServerRequest request, ServerResponse response) {
        String host = host(request);
        Optional<String> id = cookies.session(request);
        Optional<Session> session = id.flatMap(found -> sessions.find(found, host));
        if (session.isEmpty()) {
            redirect(response, config.publicUrl().toString());
            return;
        }
        String expected = formToken(id.orElseThrow());
        String given = givenToken(request);
        if (!MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
            throw ProblemException.of(GateError.CROSS_SITE);
        }
        sessions.end(id.orElseThrow(), session.get());
        cookies.clearSession(response);
        redirect(response, identity.logout(session.get().idToken(), home()).toString());
    }

    private static String givenToken(ServerRequest request) {
        boolean form = request.headers()
                .contentType()
                .map(type -> type.test(MediaTypes.APPLICATION_FORM_URLENCODED))
                .orElse(false);
        long length = request.headers().contentLength().orElse(0);
        if (!form || length < 1 || length > MAX_FORM_BYTES) {
            return "";
        }
        return request.content().as(Parameters.class).first("token").orElse("");
    }

    /** Keycloak says who answers (RFC 9207), so that a code of another issuer is not sent to this one. */
    private boolean fromIssuer(ServerRequest request) {
        return query(request, "iss")
                .map(config.tokens().issuer().toString()::equals)
                .orElse(true);
    }

    private URI home() {
        return config.publicUrl().resolve("/");
    }

    private static void count(String outcome) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("gate_logins")
                        .description("Logins of operators, by how they ended")
                        .tags(List.of(Tag.create("outcome", outcome))))
                .increment();
    }

    private String host(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.HOST)
                .flatMap(hosts::find)
                .orElseThrow(() -> ProblemException.of(GateError.UNKNOWN_HOST));
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional();
    }

    /** Known to pages of this host only: another site cannot read it, nor the cookie it comes from. */
    private static String formToken(String id) {
        return Secrets.digest("logout:" + id);
    }

    private static void redirect(ServerResponse response, String address) {
        Cookies.neverStored(response);
        response.status(Status.FOUND_302).header(HeaderNames.LOCATION, address);
        response.send();
    }
}
