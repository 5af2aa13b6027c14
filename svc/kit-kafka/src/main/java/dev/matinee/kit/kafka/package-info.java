/**
 * Kafka plumbing: topics, the relay that empties the outbox, consumers that handle each event once and set aside what
 * they cannot handle. It knows the contract in {@code events} and the tables of {@code kit-sql}, and no service.
 */
@NullMarked
package dev.matinee.kit.kafka;

import org.jspecify.annotations.NullMarked;
