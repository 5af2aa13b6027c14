package dev.matinee.gate;

import io.helidon.http.HeaderNames;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookies of operator pages: host-only, not for scripts, not sent with another site's posts. Under https the
 * {@code __Host-} prefix keeps a neighbouring host from setting them (RFC 6265bis).
 */
final class Cookies {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final boolean secure;

    Cookies(boolean secure) {
        this.secure = secure;
    }

    Optional<String> session(ServerRequest request) {
        return request.headers()
                .cookies()
                .first(sessionName())
                .asOptional()
                .filter(id -> ID.matcher(id).matches());
    }

    void setSession(ServerResponse response, String id) {
        response.headers().addCookie(cookie(sessionName(), id).build());
    }

    void clearSession(ServerResponse response) {
        response.headers()
                .addCookie(cookie(sessionName(), "").maxAge(Duration.ZERO).build());
    }

    Optional<String> login(ServerRequest request, String state) {
        return request.headers().cookies().first(loginName(state)).asOptional();
    }

    void setLogin(ServerResponse response, LoginAttempt attempt) {
        response.headers()
                .addCookie(cookie(loginName(attempt.state()), attempt.cookie())
                        .maxAge(LoginAttempt.LIFETIME)
                        .build());
    }

    void clearLogin(ServerResponse response, String state) {
        response.headers()
                .addCookie(cookie(loginName(state), "").maxAge(Duration.ZERO).build());
    }

    private SetCookie.Builder cookie(String name, String value) {
        return SetCookie.builder(name, value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(SetCookie.SameSite.LAX);
    }

    private String sessionName() {
        return prefix() + "matinee_operator";
    }

    private String loginName(String state) {
        return prefix() + "matinee_login_" + LoginAttempt.cookieSuffix(state);
    }

    private String prefix() {
        return secure ? "__Host-" : "";
    }

    /** Answers must not be kept by anybody: they depend on the cookie. */
    static void neverStored(ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
}
