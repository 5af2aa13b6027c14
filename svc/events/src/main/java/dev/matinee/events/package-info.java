/**
 * The Kafka contract: what each event and each task says, on which topic, under which key. Services share this and the
 * kits, never each other's code. A new version of an event only adds optional fields; readers ignore what they do not
 * know. Nothing here talks to Kafka.
 */
@NullMarked
package dev.matinee.events;

import org.jspecify.annotations.NullMarked;
