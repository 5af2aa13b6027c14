package dev.matinee.gate;

import dev.matinee.kit.http.ProblemException;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** What the gateway asks before it lets a request through to an operator page (Traefik's ForwardAuth). */
final class OperatorRoutes implements HttpService {
    private static final HeaderName FORWARDED_METHOD = HeaderNames.create("X-Forwarded-Method");
    private static final HeaderName FORWARDED_URI = HeaderNames.create("X-Forwarded-Uri");
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final OperatorHosts hosts;
    private final Sessions sessions;
    private final IdentityProvider identity;
    private final Cookies cookies;
    private final Pages pages;
    private final Clock clock;

    OperatorRoutes(
            OperatorHosts hosts,
            Sessions sessions,
            IdentityProvider identity,
            Cookies cookies,
            Pages pages,
            Clock clock) {
        this.hosts = hosts;
        this.sessions = sessions;
        this.identity = identity;
        this.cookies = cookies;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/operator", this::check);
    }

    private void check(ServerRequest request, ServerResponse response) {
        String host = request.headers()
                .first(HeaderNames.X_FORWARDED_HOST)
                .flatMap(hosts::find)
                .orElseThrow(() -> ProblemException.of(GateError.UNKNOWN_HOST));
        Optional<Session> session = cookies.session(request).flatMap(id -> sessions.find(id, host));
        if (session.isEmpty()) {
            askForLogin(request, response, host);
        } else if (!isOwnDoing(request, host)) {
            throw ProblemException.of(GateError.CROSS_SITE);
        } else if (session.get().operator()) {
            response.status(Status.NO_CONTENT_204).send();
        } else if (isNavigation(request)) {
            pages.notOperator(response, session.get().name());
        } else {
            throw ProblemException.of(GateError.NOT_OPERATOR);
        }
    }

    private void askForLogin(ServerRequest request, ServerResponse response, String host) {
        if (!isNavigation(request)) {
            throw ProblemException.of(GateError.SESSION_NEEDED);
        }
        String target =
                OperatorHosts.target(request.headers().first(FORWARDED_URI).orElse("/"));
        LoginAttempt attempt = LoginAttempt.begin(target, clock.instant());
        cookies.setLogin(response, attempt);
        Cookies.neverStored(response);
        response.status(Status.FOUND_302)
                .header(
                        HeaderNames.LOCATION,
                        identity.login(attempt, hosts.address(host, LoginRoutes.CALLBACK))
                                .toString());
        response.send();
    }

    /**
     * A browser adds the session's cookie to whatever another page of the same site makes it send, and the members' pages
     * are of the same site. So what changes something must say that a page of this very host sent it, and what only reads
     * must not say otherwise: a WebSocket begins as a GET, and always names its origin.
     */
    private boolean isOwnDoing(ServerRequest request, String host) {
        Optional<Boolean> ownOrigin =
                request.headers().first(HeaderNames.ORIGIN).map(hosts.address(host, "")::equals);
        if (request.headers().first(FORWARDED_METHOD).filter(READING::contains).isPresent()) {
            return ownOrigin.orElse(true);
        }
        Optional<Boolean> ownPage = request.headers().first(FETCH_SITE).map("same-origin"::equals);
        return ownOrigin.or(() -> ownPage).orElse(false) && ownPage.orElse(true);
    }

    /** Only a person who opens a page can log in; a script of a page would follow the redirect to no use. */
    private static boolean isNavigation(ServerRequest request) {
        return request.headers().first(FORWARDED_METHOD).map("GET"::equals).orElse(false)
                && request.headers()
                        .first(HeaderNames.ACCEPT)
                        .map(accept -> accept.contains(MediaTypes.TEXT_HTML.text()))
                        .orElse(false);
    }
}
