package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is between a member and channels, read anew each time: an unfollow and a block are felt at once. */
final class RelationQueries {
    private final Database database;

    RelationQueries(Database database) {
        this.database = database;
    }

    /** Nobody is nothing to any channel. */
    Relation of(Optional<Caller> caller, UUID channel) {
        return caller.map(someone -> of(database.execute(), someone.subject(), channel))
                .orElse(Relation.NONE);
    }

    static Relation of(DbExecute execute, String member, UUID channel) {
        return among(execute, member, List.of(channel)).getOrDefault(channel, Relation.NONE);
    }

    /** By channel; a channel that is not there is left out. */
    Map<UUID, Relation> among(String member, Collection<UUID> channels) {
        return channels.isEmpty() ? Map.of() : among(database.execute(), member, channels);
    }

    private static Map<UUID, Relation> among(DbExecute execute, String member, Collection<UUID> channels) {
        try (Stream<DbRow> rows = execute.query("""
                SELECT c.id,
                    EXISTS (SELECT 1 FROM follow f WHERE f.follower = ? AND f.channel_id = c.id) AS follows,
                    EXISTS (SELECT 1 FROM block b WHERE b.member = ? AND b.channel_owner = c.owner) AS blocks,
                    EXISTS (SELECT 1 FROM block b WHERE b.member = c.owner AND b.channel_owner = ?) AS blocked
                FROM channel c WHERE c.id = ANY (?)
                """, member, member, member, channels.toArray(UUID[]::new))) {
            return rows.map(Columns::new)
                    .collect(Collectors.toMap(
                            row -> row.id("id"),
                            row -> new Relation(row.flag("follows"), row.flag("blocks"), row.flag("blocked"))));
        }
    }
}
