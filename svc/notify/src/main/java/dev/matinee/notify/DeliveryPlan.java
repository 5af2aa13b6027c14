package dev.matinee.notify;

import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides in the transaction of a notification by which media it goes out, where to and when. */
final class DeliveryPlan {
    /** What several do comes to one mail or push message, if they do it within this time. */
    static final Duration GATHER = Duration.ofMinutes(10);

    private record Place(UUID id, @Nullable String kinds) {}

    private record Row(
            UUID id,
            String member,
            String medium,
            String kind,
            UUID notificationId,
            @Nullable UUID targetId,
            String dueAt) {}

    void plan(DbTransaction transaction, Kind kind, List<Telling.Made> made, Instant now) {
        if (made.isEmpty()) {
            return;
        }
        List<String> members = made.stream().map(Telling.Made::member).toList();
        Map<String, Preferences> chosen = PreferenceStore.of(transaction, members);
        Map<String, List<Place>> hooks = places(
                transaction,
                "SELECT id, member, kinds::text AS kinds FROM webhook WHERE state = 'enabled' AND",
                members);
        Map<String, List<Place>> subscriptions =
                places(transaction, "SELECT id, member, NULL AS kinds FROM subscription WHERE", members);
        List<Row> rows = new ArrayList<>();
        for (Telling.Made one : made) {
            Preferences preferences = chosen.getOrDefault(one.member(), Preferences.DEFAULT);
            Instant loud = preferences.quietHours() == null
                    ? now
                    : preferences.quietHours().after(now, preferences.zone());
            Instant gathered = kind.isGrouped() && loud.isBefore(now.plus(GATHER)) ? now.plus(GATHER) : loud;
            if (preferences.wants(kind, Medium.EMAIL) && preferences.digest() == Digest.OFF) {
                rows.add(row(one, Medium.EMAIL, kind, null, gathered));
            }
            if (preferences.wants(kind, Medium.PUSH)) {
                subscriptions
                        .getOrDefault(one.member(), List.of())
                        .forEach(place -> rows.add(row(one, Medium.PUSH, kind, place.id(), gathered)));
            }
            if (preferences.wants(kind, Medium.WEBHOOK)) {
                // A program does not sleep.
                hooks.getOrDefault(one.member(), List.of()).stream()
                        .filter(place -> wants(place, kind))
                        .forEach(place -> rows.add(row(one, Medium.WEBHOOK, kind, place.id(), now)));
            }
        }
        if (!rows.isEmpty()) {
            transaction.insert("""
                    INSERT INTO delivery (id, member, medium, kind, notification_id, target_id, state, due_at, created_at)
                    SELECT id, member, medium, kind, notification_id, target_id, 'waiting', due_at, ?
                    FROM jsonb_to_recordset(?::jsonb) AS planned (id uuid, member text, medium text, kind text,
                        notification_id uuid, target_id uuid, due_at timestamptz)
                    ON CONFLICT DO NOTHING
                    """, Rows.time(now), Rows.json(rows));
        }
    }

    private static boolean wants(Place place, Kind kind) {
        return place.kinds() == null
                || place.kinds().equals("[]")
                || place.kinds().contains('"' + kind.wireName() + '"');
    }

    private static Row row(Telling.Made made, Medium medium, Kind kind, @Nullable UUID target, Instant due) {
        return new Row(
                UUID.randomUUID(),
                made.member(),
                medium.wireName(),
                kind.wireName(),
                made.id(),
                target,
                due.toString());
    }

    private static Map<String, List<Place>> places(DbTransaction transaction, String select, List<String> members) {
        Map<String, List<Place>> found = new HashMap<>();
        try (Stream<DbRow> rows = transaction.query(
                select + " member IN (SELECT jsonb_array_elements_text(?::jsonb))", Rows.texts(members))) {
            rows.map(Rows::new)
                    .forEach(row -> found.computeIfAbsent(row.text("member"), member -> new ArrayList<>())
                            .add(new Place(row.id("id"), row.textOrNull("kinds"))));
        }
        return found;
    }
}
