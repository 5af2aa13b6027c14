package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads from catalog who followed, muted and blocked before the events that Kafka still has, once in the life of the database.
 * Until it is done no followers are told, since some of them would be missed.
 */
final class FollowerImport {
    private static final System.Logger LOG = System.getLogger(FollowerImport.class.getName());
    private static final List<String> KINDS = List.of("block", "mute", "follow");

    private final Database database;
    private final CatalogClient catalog;
    private volatile boolean done;

    FollowerImport(Database database, CatalogClient catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    boolean isDone() {
        return done;
    }

    /** Reads a page; false when all is read, or when catalog is away for now. */
    boolean step() {
        if (done) {
            return false;
        }
        for (String kind : KINDS) {
            Optional<Rows> row = database.execute()
                    .get("SELECT cursor, done FROM import WHERE kind = ?", kind)
                    .map(Rows::new);
            if (row.isPresent() && row.get().flag("done")) {
                continue;
            }
            try {
                page(kind, row.map(it -> it.textOrNull("cursor")).orElse(null));
                return true;
            } catch (IOException e) {
                LOG.log(Level.INFO, "who follows whom cannot be read yet: {0}", e.getMessage());
                return false;
            }
        }
        done = true;
        return false;
    }

    private void page(String kind, @Nullable String after) throws IOException {
        CatalogClient.Relations page = catalog.relations(kind, after);
        database.transact(transaction -> {
            for (CatalogClient.Relation each : page.data()) {
                ContentStore.relation(
                        transaction,
                        new ContentStore.Relation(
                                kind, each.member(), each.channelId(), each.channelOwner(), true, each.at()));
            }
            transaction
                    .createInsert("""
                            INSERT INTO import (kind, cursor, done) VALUES (?, ?, ?)
                            ON CONFLICT (kind) DO UPDATE SET cursor = EXCLUDED.cursor, done = EXCLUDED.done
                            """)
                    .params(Arrays.asList(kind, page.nextCursor(), page.nextCursor() == null))
                    .execute();
        });
    }
}
