package dev.matinee.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** So many records from Kafka of one type and day; nothing is known of the JSON in them. */
record Kind(@Nullable String type, @Nullable LocalDate day, long records) {
    static final String HAPPENED_ON = "CAST(CAST(TRY_CAST(ce_time AS TIMESTAMPTZ) AS TIMESTAMP) AS DATE)";

    /** The question for what kinds there are among records. */
    static String of(String records) {
        return "SELECT ce_type, " + HAPPENED_ON + " AS day, COUNT(*) FROM " + records + " GROUP BY ce_type, day";
    }

    /** Reads what that answers. */
    static Kind read(ResultSet row) throws SQLException {
        return new Kind(row.getString(1), row.getObject(2, LocalDate.class), row.getLong(3));
    }

    /** The days of kinds, without that of records whose time nobody can read. */
    static Set<LocalDate> days(List<Kind> kinds) {
        Set<LocalDate> days = new TreeSet<>();
        for (Kind kind : kinds) {
            LocalDate day = kind.day();
            if (day != null) {
                days.add(day);
            }
        }
        return days;
    }
}
