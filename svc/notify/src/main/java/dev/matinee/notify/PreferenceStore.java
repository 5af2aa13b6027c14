package dev.matinee.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who chose what; who chose nothing has no row. */
final class PreferenceStore {
    private static final String SELECT = """
            SELECT member, ways::text AS ways, quiet_from::text AS quiet_from, quiet_to::text AS quiet_to, digest, time_zone,
                language, revision
            FROM preference
            """;

    private final Database database;
    private final Clock clock;

    PreferenceStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param revision 0 for somebody who chose nothing yet */
    record Kept(Preferences preferences, long revision) {}

    Kept get(String member) {
        return database.execute()
                .get(SELECT + "WHERE member = ?", member)
                .map(row -> new Kept(preferences(row), new Rows(row).number("revision")))
                .orElseGet(() -> new Kept(Preferences.DEFAULT, 0));
    }

    static Map<String, Preferences> of(DbExecute transaction, Collection<String> members) {
        Map<String, Preferences> found = new HashMap<>();
        try (Stream<DbRow> rows = transaction.query(
                SELECT + "WHERE member IN (SELECT jsonb_array_elements_text(?::jsonb))", Rows.texts(members))) {
            rows.forEach(row -> found.put(new Rows(row).text("member"), preferences(row)));
        }
        return found;
    }

    /** Replaces what was read as {@code revision}; 412 when it has changed since. */
    long put(String member, Preferences wanted, long revision) {
        long changed = revision == 0 ? insert(member, wanted) : update(member, wanted, revision);
        if (changed == 0) {
            throw ProblemException.of(StandardError.PRECONDITION_FAILED);
        }
        return revision + 1;
    }

    /** Changes whatever is there, for those who come by a link and have read nothing. */
    void change(String member, UnaryOperator<Preferences> change) {
        for (int i = 0; i < 10; i++) {
            Kept kept = get(member);
            Preferences wanted = change.apply(kept.preferences());
            long changed = kept.revision() == 0 ? insert(member, wanted) : update(member, wanted, kept.revision());
            if (changed == 1) {
                return;
            }
        }
        throw ProblemException.of(StandardError.UNAVAILABLE);
    }

    private long insert(String member, Preferences wanted) {
        return database.execute()
                .createInsert("""
                        INSERT INTO preference (ways, quiet_from, quiet_to, digest, time_zone, language, digested_at,
                            next_digest_at, member, revision)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING
                        """)
                .params(parameters(wanted, member))
                .execute();
    }

    private long update(String member, Preferences wanted, long revision) {
        List<@Nullable Object> parameters = new ArrayList<>(parameters(wanted, member));
        parameters.add(revision);
        return database.execute().createUpdate("""
                        UPDATE preference SET ways = ?, quiet_from = ?, quiet_to = ?, digest = ?, time_zone = ?, language = ?,
                            digested_at = coalesce(digested_at, ?), next_digest_at = ?, revision = revision + 1
                        WHERE member = ? AND revision = ?
                        """).params(parameters).execute();
    }

    private List<@Nullable Object> parameters(Preferences wanted, String member) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        QuietHours quiet = wanted.quietHours();
        return Arrays.asList(
                Rows.json(wanted.kinds()),
                quiet == null ? null : quiet.from().toString(),
                quiet == null ? null : quiet.to().toString(),
                wanted.digest().wireName(),
                wanted.timeZone(),
                wanted.language(),
                Rows.time(now),
                Rows.timeOrNull(wanted.digest().next(now, wanted.zone()).orElse(null)),
                member);
    }

    /**
     * Plans the digests that are due, at most some at once, each as a mail about everything since the last.
     *
     * @return how many
     */
    int digests(int limit) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.transaction(transaction -> {
            List<DbRow> due;
            try (Stream<DbRow> rows = transaction.query(
                    SELECT.replace("revision", "revision, digested_at")
                            + "WHERE next_digest_at <= ? ORDER BY next_digest_at LIMIT ? FOR UPDATE SKIP LOCKED",
                    Rows.time(now),
                    limit)) {
                due = rows.toList();
            }
            for (DbRow row : due) {
                Rows found = new Rows(row);
                Preferences preferences = preferences(row);
                transaction
                        .createInsert("""
                                INSERT INTO delivery (id, member, medium, kind, state, since, due_at, created_at)
                                VALUES (?, ?, 'email', 'digest', 'waiting', ?, ?, ?) ON CONFLICT DO NOTHING
                                """)
                        .params(Arrays.asList(
                                UUID.randomUUID(),
                                found.text("member"),
                                Rows.time(found.time("digested_at")),
                                Rows.time(now),
                                Rows.time(now)))
                        .execute();
                transaction
                        .createUpdate("UPDATE preference SET digested_at = ?, next_digest_at = ? WHERE member = ?")
                        .params(Arrays.asList(
                                Rows.time(now),
                                Rows.timeOrNull(preferences
                                        .digest()
                                        .next(now, preferences.zone())
                                        .orElse(null)),
                                found.text("member")))
                        .execute();
            }
            return due.size();
        });
    }

    private static Preferences preferences(DbRow row) {
        Rows found = new Rows(row);
        String from = found.textOrNull("quiet_from");
        String to = found.textOrNull("quiet_to");
        try {
            return new Preferences(
                    Json.mapper()
                            .readValue(found.text("ways"), new TypeReference<Map<Kind, Map<Medium, Boolean>>>() {}),
                    from == null || to == null ? null : new QuietHours(LocalTime.parse(from), LocalTime.parse(to)),
                    Digest.ofWireName(found.text("digest")),
                    found.text("time_zone"),
                    found.textOrNull("language"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("preferences cannot be read", e);
        }
    }
}
