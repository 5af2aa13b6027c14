package dev.matinee.analytics;

/**
 * What the platform's work costs, as the operator states it.
 *
 * @param cpuHour of one processor for an hour
 * @param storedGbMonth of 10^9 bytes kept for 30 days
 * @param sentGb of 10^9 bytes that the CDN sent
 * @param currency what the others are in
 */
record Prices(double cpuHour, double storedGbMonth, double sentGb, String currency) {}
