/**
 * PostgreSQL plumbing: a service's database through Helidon DbClient over HikariCP with its Flyway migrations, and the
 * outbox, inbox and idempotency tables that every service's schema carries. It holds no SQL of any service.
 */
@NullMarked
package dev.matinee.kit.sql;

import org.jspecify.annotations.NullMarked;
