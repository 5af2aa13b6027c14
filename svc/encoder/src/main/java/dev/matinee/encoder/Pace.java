package dev.matinee.encoder;

import java.time.Duration;

/**
 * What is done so that a film can be watched soon.
 *
 * @param lowestFirstFrom films as long as this can be watched at their lowest rung while the rest is made
 * @param chunksFrom films as long as this are made in chunks by many workers at once
 * @param chunk how long a chunk is meant to be; longer where there would be too many
 */
record Pace(Duration lowestFirstFrom, Duration chunksFrom, Duration chunk) {
    /** Of one film: more would cost more in messages and seeking than workers could gain. */
    static final int MAX_CHUNKS = 64;
}
