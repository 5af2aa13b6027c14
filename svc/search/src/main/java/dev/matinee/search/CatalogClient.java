package dev.matinee.search;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.matinee.kit.http.PeerClient;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks catalog for the current state of things. */
final class CatalogClient {
    static final int MAX_IDS = 500;

    private static final String DOCUMENTS = "/internal/catalog/documents";

    private final PeerClient catalog;

    CatalogClient(List<URI> instances, ServiceTokens tokens) {
        this.catalog = new PeerClient("catalog", instances, tokens);
    }

    /**
     * A part of everything there is.
     *
     * @param nextCursor where the next part begins; null on the last
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Part(List<CatalogDocument> data, @Nullable String nextCursor) {}

    /**
     * The current state of some.
     *
     * @param gone what catalog does not know
     */
    record States(List<CatalogDocument> documents, Set<String> gone) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Some(
            List<CatalogDocument> data, @Nullable List<String> rest) {}

    /** Everything in parts, in an order that what is made meanwhile does not disturb. */
    Part list(@Nullable String after, int limit) throws AwayException {
        return get(DOCUMENTS + query(after, limit), Part.class);
    }

    /** The same of what a channel shows to anybody, the channel itself among it. */
    Part ofChannel(String channel, @Nullable String after, int limit) throws AwayException {
        String of = "&channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8);
        return get(DOCUMENTS + query(after, limit) + of, Part.class);
    }

    /** These, however many answers it takes: catalog ends one at some megabytes and names the rest. */
    States byIds(Collection<String> ids) throws AwayException {
        List<CatalogDocument> documents = new ArrayList<>();
        List<String> left = new ArrayList<>(ids);
        Set<String> gone = new HashSet<>(ids);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(MAX_IDS, left.size()));
            Some answer = ask(some);
            some.clear();
            List<String> rest = Objects.requireNonNullElse(answer.rest(), List.of());
            left.addAll(rest);
            if (answer.data().isEmpty() && !rest.isEmpty()) {
                throw new IllegalStateException("catalog answers nothing of what it was asked");
            }
            documents.addAll(answer.data());
        }
        documents.forEach(document -> gone.remove(document.id()));
        return new States(documents, gone);
    }

    private static String query(@Nullable String after, int limit) {
        return "?limit=" + limit + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    }

    private Some ask(List<String> ids) throws AwayException {
        try {
            return catalog.post(DOCUMENTS, Map.of("ids", ids), Some.class);
        } catch (IOException e) {
            throw new AwayException("catalog", e);
        }
    }

    private <T> T get(String path, Class<T> type) throws AwayException {
        try {
            return catalog.get(path, type);
        } catch (IOException e) {
            throw new AwayException("catalog", e);
        }
    }
}
