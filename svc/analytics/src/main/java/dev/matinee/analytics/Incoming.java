package dev.matinee.analytics;

import org.jspecify.annotations.Nullable;

/**
 * What a record of Kafka says, on its way into the warehouse.
 *
 * @param type the CloudEvents {@code type}, or what stands for it
 * @param id of the event
 * @param time of the event, RFC 3339
 * @param value its JSON, or why there is none
 */
record Incoming(
        @Nullable String type,
        @Nullable String id,
        @Nullable String time,
        String value) {}
