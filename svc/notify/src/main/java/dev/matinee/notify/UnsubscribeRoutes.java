package dev.matinee.notify;

import dev.matinee.kit.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code /unsubscribe/{token}}: a mail program POSTs (RFC 8058), a person follows the link and is asked first, because scanners
 * of mail follow links too.
 */
final class UnsubscribeRoutes implements HttpService {
    private final UnsubscribeLinks links;
    private final PreferenceStore preferences;
    private final MemberWords words;

    UnsubscribeRoutes(UnsubscribeLinks links, PreferenceStore preferences, MemberWords words) {
        this.links = links;
        this.preferences = preferences;
        this.words = words;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/unsubscribe/{token}", this::ask).post("/unsubscribe/{token}", this::unsubscribe);
    }

    private void ask(ServerRequest request, ServerResponse response) {
        UnsubscribeLinks.Wish wish = wish(request);
        Wording said = words.of(wish.member());
        page(
                response,
                said,
                "<p>" + Html.escape(said.say("unsubscribe.ask")) + "</p>\n<form method=\"post\"><button>"
                        + Html.escape(said.say("unsubscribe.button")) + "</button></form>\n");
    }

    private void unsubscribe(ServerRequest request, ServerResponse response) {
        UnsubscribeLinks.Wish wish = wish(request);
        preferences.change(wish.member(), chosen -> without(chosen, Optional.ofNullable(wish.kind())));
        Wording said = words.of(wish.member());
        page(response, said, "<p>" + Html.escape(said.say("unsubscribe.done")) + "</p>\n");
    }

    private static Preferences without(Preferences chosen, Optional<Kind> kind) {
        if (kind.isPresent()) {
            return chosen.without(Medium.EMAIL, kind.get());
        }
        Preferences less = chosen.with(Digest.OFF);
        for (Kind each : Kind.values()) {
            less = less.without(Medium.EMAIL, each);
        }
        return less;
    }

    private UnsubscribeLinks.Wish wish(ServerRequest request) {
        return links.read(request.path().pathParameters().get("token"))
                .orElseThrow(() -> ProblemException.of(NotifyError.UNSUBSCRIBE_WRONG));
    }

    private static void page(ServerResponse response, Wording words, String body) {
        String title = Html.escape(words.say("unsubscribe.title"));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
        response.send(("<!doctype html>\n<html lang=\"" + words.language() + "\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"robots\" content=\"noindex\"><title>" + title + "</title></head><body>\n<h1>"
                        + title
                        + "</h1>\n" + body + "</body></html>\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
