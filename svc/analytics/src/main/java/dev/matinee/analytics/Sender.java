package dev.matinee.analytics;

import dev.matinee.events.ClientKind;

/**
 * Who says something, as far as the collector knows it.
 *
 * @param viewer a pseudonym
 */
record Sender(String viewer, ClientKind client) {}
