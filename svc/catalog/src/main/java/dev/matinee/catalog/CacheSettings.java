package dev.matinee.catalog;

import java.time.Duration;

/**
 * How much is kept, and how long at most.
 *
 * @param nearBytes in this process
 * @param nearLife in this process; also how long another instance may answer the old when Redis is away
 * @param redisLife in Redis
 * @param nothingLife how long "there is nothing" is believed
 */
record CacheSettings(long nearBytes, Duration nearLife, Duration redisLife, Duration nothingLife) {}
