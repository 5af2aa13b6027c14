package dev.matinee.analytics;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Role;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who may ask about what: operators about everything, members about a channel of theirs or what is in one. */
final class Owners {
    private final Engine engine;
    private final UnaryOperator<String> pseudonym;

    /** @param pseudonym of a member by the subject of their token */
    Owners(Engine engine, UnaryOperator<String> pseudonym) {
        this.engine = engine;
        this.pseudonym = pseudonym;
    }

    /** Whether that is theirs; what is narrowed to something of theirs is theirs, whatever else it is narrowed to. */
    boolean mayAsk(Caller caller, @Nullable String channel, @Nullable String content) {
        if (caller.has(Role.OPERATOR)) {
            return true;
        }
        String member = pseudonym.apply(caller.subject());
        return (content != null && owns(member, "content_id", content))
                || (channel != null && owns(member, "channel_id", channel));
    }

    private boolean owns(String member, String what, String id) {
        String channels = what.equals("content_id")
                ? ""
                : " UNION ALL SELECT channel_id, channel_id AS id, owner, revision FROM channel";
        String sql = "SELECT COUNT(*) FROM (SELECT MAX_BY(owner, revision) AS owner FROM (SELECT " + what
                + " AS asked, content_id AS id, owner, revision FROM video UNION ALL SELECT " + what
                + ", content_id, owner, revision FROM album" + channels
                + ") AS things WHERE asked = ? GROUP BY id) AS latest WHERE owner = ?";
        try (Engine.Session session = engine.open()) {
            return session.ask(sql, row -> row.getLong(1) > 0, id, member).getFirst();
        }
    }
}
