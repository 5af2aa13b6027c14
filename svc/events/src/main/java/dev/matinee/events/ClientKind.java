package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * What a report came from, as far as anybody may know: read off the {@code User-Agent}, which itself is not kept.
 *
 * @param device {@code desktop}, {@code mobile}, {@code tablet}, {@code tv} or {@code other}
 * @param os its operating system by name, {@code other} when it is not a common one
 * @param browser its browser by name, {@code other} when it is not a common one
 * @param country ISO 3166-1 alpha-2; null where no table of addresses is embedded
 * @param bot whether it is a program by its own word
 */
public record ClientKind(
        String device, String os, String browser, @Nullable String country, boolean bot) {}
