package dev.matinee.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.PostgresServer;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ColumnsIT {
    private static final UUID ID = new UUID(1, 2);
    private static final Instant TIME = Instant.parse("2026-05-01T12:34:56.789Z");

    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 2));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void values_areOurTypes() {
        Columns row = row("""
                SELECT ?::uuid AS id, 'a text' AS text, 7::int AS number, 0.5::float8 AS real, true AS flag,
                  ?::timestamptz AS time, ARRAY['a', 'b'] AS texts, '{"a": 1}'::jsonb AS json
                """, ID, Columns.time(TIME));
        assertThat(row.id("id")).isEqualTo(ID).isEqualTo(row.idOrNull("id"));
        assertThat(row.text("id")).isEqualTo(ID.toString());
        assertThat(row.text("text")).isEqualTo("a text").isEqualTo(row.textOrNull("text"));
        assertThat(row.text("json")).isEqualTo("{\"a\": 1}");
        assertThat(row.number("number")).isEqualTo(7).isEqualTo(row.numberOrNull("number"));
        assertThat(row.real("real")).isEqualTo(0.5);
        assertThat(row.flag("flag")).isTrue().isEqualTo(row.flagOrFalse("flag"));
        assertThat(row.time("time")).isEqualTo(TIME).isEqualTo(row.timeOrNull("time"));
        assertThat(row.texts("texts")).containsExactly("a", "b");
        assertThat(row.find("number", Integer.class)).hasValue(7);
    }

    @Test
    void nulls_areNone() {
        Columns row = row("""
                SELECT NULL::uuid AS id, NULL::text AS text, NULL::int AS number, NULL::boolean AS flag,
                  ?::timestamptz AS time
                """, Columns.parameter(null));
        assertThat(row.idOrNull("id")).isNull();
        assertThat(row.textOrNull("text")).isNull();
        assertThat(row.numberOrNull("number")).isNull();
        assertThat(row.flagOrFalse("flag")).isFalse();
        assertThat(row.timeOrNull("time")).isNull();
        assertThat(row.find("id", UUID.class)).isEmpty();
    }

    private Columns row(String sql, @Nullable Object... parameters) {
        return database.execute()
                .createGet(sql)
                .params(parameters)
                .execute()
                .map(Columns::new)
                .orElseThrow();
    }
}
