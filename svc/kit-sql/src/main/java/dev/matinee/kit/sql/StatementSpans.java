package dev.matinee.kit.sql;

import io.helidon.dbclient.DbClientService;
import io.helidon.dbclient.DbClientServiceContext;
import io.helidon.tracing.Span;

/** Traces a statement that belongs to something traced; what a service asks by itself, again and again, is left out. */
record StatementSpans(DbClientService tracing) implements DbClientService {
    @Override
    public DbClientServiceContext statement(DbClientServiceContext context) {
        return Span.current().isPresent() ? tracing.statement(context) : context;
    }
}
