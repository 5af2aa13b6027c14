/**
 * Analytics collects what players and pages say, keeps it as columns in a warehouse of Parquet files, decides by a
 * published rule what is a view, and answers reports. It owns the topics {@code playback.events} and {@code page.events}
 * and the warehouse, all of which can be made again out of Kafka for as long as Kafka keeps it. It knows people by
 * pseudonyms only, and it decides nothing about who may see what.
 */
@NullMarked
package dev.matinee.analytics;

import org.jspecify.annotations.NullMarked;
