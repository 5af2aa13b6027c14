package dev.matinee.search;

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
import java.util.List;
import java.util.Optional;

/** {@code /api/search/v1}. */
final class SearchRoutes implements HttpService {
    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    private final Searcher searcher;
    private final Answers answers;
    private final Suggester suggester;
    private final AskedQueries asked;
    private final Rebuild rebuild;
    private final TokenVerifier tokens;

    SearchRoutes(
            Searcher searcher,
            Answers answers,
            Suggester suggester,
            AskedQueries asked,
            Rebuild rebuild,
            TokenVerifier tokens) {
        this.searcher = searcher;
        this.answers = answers;
        this.suggester = suggester;
        this.asked = asked;
        this.rebuild = rebuild;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/search", this::search)
                .get("/suggest", this::suggest)
                .get("/reindex", this::progress)
                .post("/reindex", this::reindex);
    }

    private void search(ServerRequest request, ServerResponse response) {
        tokens.find(request);
        Question question = Question.of(request);
        Optional<String> cursor = request.query().first("cursor").asOptional();
        if (cursor.isPresent()) {
            send(response, Json.write(searcher.next(question, cursor.get())));
            return;
        }
        send(response, answers.get(question.key() + question.facets() + question.limit(), () -> {
            Found found = searcher.first(question);
            if (question.plain() && !found.data().isEmpty()) {
                asked.asked(request.query().first("q").orElse(""), client(request));
            }
            return Json.write(found);
        }));
    }

    private void suggest(ServerRequest request, ServerResponse response) {
        tokens.find(request);
        int limit = request.query().first("limit").map(SearchRoutes::limit).orElse(Suggester.DEFAULT_LIMIT);
        send(response, suggester.suggest(request.query().first("q").orElse(""), limit));
    }

    private void progress(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, Json.write(rebuild.progress()));
    }

    private void reindex(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        response.status(Status.ACCEPTED_202);
        send(response, Json.write(rebuild.begin()));
    }

    private static int limit(String text) {
        if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > Suggester.MAX_LIMIT) {
            throw ProblemException.of(
                    StandardError.INVALID_PARAMETER,
                    List.of(new FieldError("?limit", "a whole number from 1 to " + Suggester.MAX_LIMIT)));
        }
        return Integer.parseInt(text);
    }

    /** As the gateway tells it, only to count somebody once. */
    private static String client(ServerRequest request) {
        return request.headers()
                .first(FORWARDED_FOR)
                .orElseGet(() -> request.remotePeer().host());
    }

    private static void send(ServerResponse response, byte[] json) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(json);
    }
}
