package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.util.Collection;
import java.util.List;

/**
 * Writes what catalog says into the index. Each write carries a version that grows with the thing it is about, so the
 * last state wins in whatever order and however often states are written; what nobody may find leaves a tombstone with
 * its version, which holds for {@code index.gc_deletes}, an hour.
 */
final class IndexWriter {
    /** Beyond every revision: a deleted thing never comes back under its id. */
    private static final long GONE = 1L << 62;

    private final Elastic elastic;
    private final ContentIndex index;
    private final Counter written = counter("written");
    private final Counter removed = counter("removed");
    private final Counter older = counter("older");

    IndexWriter(Elastic elastic, ContentIndex index) {
        this.elastic = elastic;
        this.index = index;
    }

    /**
     * Brings the index to these states, everywhere a change has to reach.
     *
     * @param documents as catalog says them; those not visible are removed
     * @param gone ids that catalog does not know
     * @param soon whether to wait until queries see it
     * @return how many can be found
     */
    int write(Collection<CatalogDocument> documents, Collection<String> gone, boolean soon) throws AwayException {
        // Only now: a rebuild that begins later reads catalog later too, and so reads at least these states.
        return write(index.targets(), documents, gone, soon);
    }

    int write(List<String> targets, Collection<CatalogDocument> documents, Collection<String> gone, boolean soon)
            throws AwayException {
        if (documents.isEmpty() && gone.isEmpty()) {
            return 0;
        }
        BulkRequest.Builder bulk = new BulkRequest.Builder().refresh(ContentIndex.refresh(soon));
        int visible = 0;
        for (CatalogDocument document : documents) {
            if (document.visible()) {
                visible++;
                Entry entry = Entry.of(document);
                targets.forEach(target -> bulk.operations(operation -> operation.index(write -> write.index(target)
                        .id(document.id())
                        .version(document.version())
                        .versionType(VersionType.ExternalGte)
                        .document(entry))));
            } else {
                remove(bulk, targets, document.id(), document.version());
            }
        }
        gone.forEach(id -> remove(bulk, targets, id, GONE));
        BulkResponse response = elastic.write(client -> client.bulk(bulk.build()));
        for (BulkResponseItem item : response.items()) {
            check(item);
        }
        return visible;
    }

    private static void remove(BulkRequest.Builder bulk, List<String> targets, String id, long version) {
        targets.forEach(target -> bulk.operations(operation -> operation.delete(
                delete -> delete.index(target).id(id).version(version).versionType(VersionType.ExternalGte))));
    }

    private void check(BulkResponseItem item) throws AwayException {
        if (item.status() == 409) {
            older.increment();
        } else if (item.error() == null) {
            ("deleted".equals(item.result()) || "not_found".equals(item.result()) ? removed : written).increment();
        } else if (Elastic.away(item.status())
                || "index_not_found_exception".equals(item.error().type())) {
            // The second: a rebuild has just ended; the next try knows the new index.
            throw new AwayException(
                    "Elasticsearch", new IllegalStateException(item.error().reason()));
        } else {
            throw new IllegalStateException(
                    "Elasticsearch refuses " + item.id() + ": " + item.error().reason());
        }
    }

    private static Counter counter(String outcome) {
        return Metrics.globalRegistry()
                .getOrCreate(Counter.builder("search_documents")
                        .description("Documents sent to the index by outcome; older = a newer state was there")
                        .tags(List.of(Tag.create("outcome", outcome))));
    }
}
