package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked by reports and metrics, and what makes the tables, is SQL by Trino's grammar too. */
class TrinoGrammarTest {
    private final SqlParser trino = new SqlParser();

    static Stream<Questions.Named> questions() {
        return Questions.all();
    }

    static Stream<String> statements() {
        return TrinoTables.statements(TrinoTables.read()).stream();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void question_isTrinosSql(Questions.Named question) {
        assertThatCode(() -> trino.createStatement(question.query().sql())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void table_isMadeInTrinosSql(String statement) {
        assertThatCode(() -> trino.createStatement(statement)).doesNotThrowAnyException();
    }

    @Test
    void whatDuckDbAloneSays_isNot() {
        assertThatThrownBy(() -> trino.createStatement("SELECT * REPLACE (1 AS day) FROM rollup"))
                .isInstanceOf(ParsingException.class);
    }
}
