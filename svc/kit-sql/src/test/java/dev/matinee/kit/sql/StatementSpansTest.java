package dev.matinee.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementSpansTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT id FROM videos WHERE id = ? FOR UPDATE|SELECT videos",
                "INSERT INTO inbox (consumer) VALUES (?) ON CONFLICT (id) DO UPDATE SET x = 1|INSERT inbox",
                "update uploads u SET state = 'ended'|UPDATE uploads",
                "DELETE FROM outbox WHERE ctid IN (SELECT ctid FROM inbox)|DELETE outbox",
                "NOTIFY outbox|NOTIFY",
                "SELECT pg_advisory_lock(?)|SELECT",
                "''|SQL"
            })
    void name_saysWhatIsDoneToWhich(String sql, String name) {
        assertThat(StatementSpans.name(sql)).isEqualTo(name);
    }
}
