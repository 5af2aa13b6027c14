package dev.matinee.catalog;

/** Why there is no media: a word for programs, a sentence for the creator, and whether another try may help. */
record Failure(String code, String detail, boolean retryable) {}
