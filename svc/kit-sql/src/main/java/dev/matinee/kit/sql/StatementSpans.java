package dev.matinee.kit.sql;

import io.helidon.dbclient.DbClientService;
import io.helidon.dbclient.DbClientServiceContext;
import io.helidon.tracing.Span;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Traces a statement that belongs to something traced; what a service asks by itself, again and again, is left out. A
 * span is named by what it does to which table (OpenTelemetry's semantic conventions for database spans).
 */
record StatementSpans(DbClientService tracing) implements DbClientService {
    private static final Pattern VERB = Pattern.compile("\\s*(\\w+)");
    private static final Pattern TABLE =
            Pattern.compile("\\b(?:FROM|INTO|UPDATE(?!\\s+SET))\\s+(?:ONLY\\s+)?(\\w+)", Pattern.CASE_INSENSITIVE);

    @Override
    public DbClientServiceContext statement(DbClientServiceContext context) {
        return Span.current().isPresent()
                ? tracing.statement(context.statementName(name(context.statement())))
                : context;
    }

    /** {@code SELECT videos}; the verb alone where no table is named. */
    static String name(String sql) {
        Matcher verb = VERB.matcher(sql);
        String what = verb.lookingAt() ? verb.group(1).toUpperCase(Locale.ROOT) : "SQL";
        Matcher table = TABLE.matcher(sql);
        return table.find() ? what + " " + table.group(1) : what;
    }
}
