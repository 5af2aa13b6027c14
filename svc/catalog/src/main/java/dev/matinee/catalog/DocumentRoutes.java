package dev.matinee.catalog;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /internal/catalog/documents}: for other services, with a token of their own; no gateway leads here. */
final class DocumentRoutes implements HttpService {
    static final int MAX_DOCUMENTS = 500;
    /** An answer ends before this many bytes, or after its first document, so that neither side's memory is at risk. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final DocumentStore documents;
    private final TokenVerifier tokens;

    DocumentRoutes(DocumentStore documents, TokenVerifier tokens) {
        this.documents = documents;
        this.tokens = tokens;
    }

    /** @param ids UUIDs, at most {@link #MAX_DOCUMENTS} */
    record Wanted(List<@Nullable String> ids) {}

    /** @param rest what is there too and did not fit: to be asked for again; what is in neither is gone */
    record Found(List<Document> data, List<UUID> rest) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/documents", this::list).post("/documents", this::some);
    }

    private void list(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.SERVICE);
        int limit = limit(request);
        DocumentStore.After after =
                request.query().first("after").map(DocumentRoutes::after).orElse(null);
        UUID channel = request.query()
                .first("channel")
                .map(text -> Ids.get(text, StandardError.INVALID_PARAMETER))
                .orElse(null);
        List<Document> found = documents.list(channel, after, limit + 1);
        int fitting = Math.min(fitting(found, documents.captionBytes(found)), limit);
        Page<Document> page = Page.of(
                found.subList(0, Math.min(fitting + 1, found.size())),
                fitting,
                last -> Cursor.of(last.kind().wireName(), last.id().toString()));
        Json.send(response, new Page<>(documents.withCaptions(page.data()), page.nextCursor()));
    }

    private void some(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.SERVICE);
        List<Document> found = documents.byIds(ids(Json.read(request, Wanted.class)));
        int fitting = fitting(found, documents.captionBytes(found));
        List<UUID> rest =
                found.subList(fitting, found.size()).stream().map(Document::id).toList();
        Json.send(response, new Found(documents.withCaptions(found.subList(0, fitting)), rest));
    }

    /** @param captions how many bytes those weigh that are still to be put in */
    static int fitting(List<Document> found, Map<UUID, Long> captions) {
        long bytes = 0;
        for (int i = 0; i < found.size(); i++) {
            bytes += found.get(i).weight() + captions.getOrDefault(found.get(i).id(), 0L);
            if (bytes > MAX_BYTES && i > 0) {
                return i;
            }
        }
        return found.size();
    }

    private static Set<UUID> ids(Wanted wanted) {
        if (wanted.ids() == null || wanted.ids().size() > MAX_DOCUMENTS) {
            throw Json.invalid("/ids", "a list of at most " + MAX_DOCUMENTS + " ids");
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (int i = 0; i < wanted.ids().size(); i++) {
            String pointer = "/ids/" + i;
            ids.add(Ids.find(String.valueOf(wanted.ids().get(i)))
                    .orElseThrow(() -> Json.invalid(pointer, "a UUID in lower case")));
        }
        return ids;
    }

    private static DocumentStore.After after(String cursor) {
        List<String> parts = Cursor.parts(cursor, 2);
        Document.Kind kind = Document.Kind.find(parts.getFirst())
                .orElseThrow(() -> ProblemException.of(StandardError.INVALID_CURSOR));
        return new DocumentStore.After(kind, Ids.get(parts.getLast(), StandardError.INVALID_CURSOR));
    }

    static int limit(ServerRequest request) {
        String text = request.query().first("limit").orElse("100");
        if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MAX_DOCUMENTS) {
            throw ProblemException.of(
                    StandardError.INVALID_PARAMETER,
                    List.of(new FieldError("?limit", "a whole number from 1 to " + MAX_DOCUMENTS)));
        }
        return Integer.parseInt(text);
    }
}
