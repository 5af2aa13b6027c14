package dev.matinee.gate;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;

/** The few pages of gate's own, without scripts. */
final class Pages {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");

    private final String formTargets;

    /** @param identity where the logout form leads on to, which browsers count as a target of the form */
    Pages(URI publicUrl, URI identity) {
        this.formTargets = "'self' " + origin(publicUrl) + " " + origin(identity);
    }

    void failed(ServerResponse response, ErrorCode error) {
        send(response, error.status(), error.sentence(), "<p><a href=\"/\">Open the page again</a></p>");
    }

    void notOperator(ServerResponse response, String name) {
        send(
                response,
                Status.FORBIDDEN_403,
                GateError.NOT_OPERATOR.sentence(),
                "<p>Logged in as " + escape(name) + ". <a href=\"" + LoginRoutes.LOGOUT + "\">Log out</a></p>");
    }

    void logout(ServerResponse response, String name, String token) {
        send(response, Status.OK_200, "Log out?", """
                <p>Logged in as %s.</p>
                <form method="post" action="%s">
                  <input type="hidden" name="token" value="%s">
                  <button>Log out</button>
                </form>
                """.formatted(escape(name), LoginRoutes.LOGOUT, escape(token)));
    }

    private void send(ServerResponse response, Status status, String title, String body) {
        response.status(status);
        Cookies.neverStored(response);
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.header(
                POLICY,
                "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action "
                        + formTargets);
        response.send("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Matinee</title>
                <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem }</style>
                </head>
                <body>
                <h1>%s</h1>
                %s
                </body>
                </html>
                """.formatted(escape(title), body));
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
