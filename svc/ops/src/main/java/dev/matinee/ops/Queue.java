package dev.matinee.ops;

/**
 * How far a group is behind in a topic.
 *
 * @param kind {@code consumer}: each partition has one reader; {@code share}: records are handed out to many
 * @param members who of it is connected now; services that take partitions without asking Kafka are not among them
 * @param lag records that it has still to handle
 */
record Queue(String group, String topic, String kind, String state, int members, long lag) {}
