package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.sql.Database;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Whose it is that is reported; only what the reporter may see can be. */
final class ReportTargets {
    private final Database database;
    private final ChannelStore channels;
    private final CommentStore comments;
    private final Clock clock;

    ReportTargets(Database database, ChannelStore channels, CommentStore comments, Clock clock) {
        this.database = database;
        this.channels = channels;
        this.comments = comments;
        this.clock = clock;
    }

    String owner(Caller caller, String kind, UUID id) {
        return switch (kind) {
            case "channel" -> channels.get(id.toString()).owner();
            case "comment" -> comments.find(Optional.of(caller), id).comment().author();
            default ->
                ContentQueries.readable(
                                database.execute(),
                                Optional.of(caller),
                                ContentKind.ofWireName(kind),
                                id,
                                clock.instant())
                        .owner();
        };
    }
}
