package dev.matinee.feed;

/** Something that may interest whoever reads, and why. */
record Suggestion(String id, Reason reason) {}
