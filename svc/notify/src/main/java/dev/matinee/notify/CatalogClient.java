package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.matinee.kit.http.PeerClient;
import dev.matinee.kit.http.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Asks catalog who follows, mutes and blocks whom. */
final class CatalogClient {
    private static final int PAGE = 500;

    private final PeerClient catalog;

    CatalogClient(List<URI> instances, ServiceTokens tokens) {
        this.catalog = new PeerClient("catalog", instances, tokens);
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Relation(String member, UUID channelId, String channelOwner, Instant at) {}

    /** @param nextCursor null on the last page */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Relations(List<Relation> data, @Nullable String nextCursor) {}

    /** @param kind {@code follow | mute | block} */
    Relations relations(String kind, @Nullable String after) throws IOException {
        return catalog.get(
                "/internal/catalog/social?kind=" + kind + "&limit=" + PAGE
                        + (after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8)),
                Relations.class);
    }
}
