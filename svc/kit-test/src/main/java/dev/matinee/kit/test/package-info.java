/**
 * Real servers and real tokens for tests. Owns how PostgreSQL, Kafka, Redis, S3 and Keycloak are fetched, started on free
 * ports and ended with the test process; owns no schema, no topic and no business data, and is never on a service's own
 * class path.
 */
@NullMarked
package dev.matinee.kit.test;

import org.jspecify.annotations.NullMarked;
