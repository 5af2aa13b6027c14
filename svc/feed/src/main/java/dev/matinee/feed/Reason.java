package dev.matinee.feed;

import java.util.Map;

/**
 * Why something is where it is.
 *
 * @param ranker who put it there
 * @param features what that looked at, by name
 * @param score what it made of them; of two in one list the greater comes first
 * @param words the same for people
 */
record Reason(String ranker, Map<String, Double> features, double score, String words) {}
