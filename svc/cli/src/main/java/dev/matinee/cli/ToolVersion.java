package dev.matinee.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as far as it decides whether a tool will do: major and minor; what follows is the packager's. */
record ToolVersion(int major, int minor, String text) implements Comparable<ToolVersion> {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.\\d+)*");

    static ToolVersion of(String text) {
        return find("(.*)", text).orElseThrow(() -> new IllegalArgumentException("no version: " + text));
    }

    /** The version in what a program printed about itself; the pattern's first group surrounds it. */
    static Optional<ToolVersion> find(String pattern, String printed) {
        var around = Pattern.compile(pattern).matcher(printed);
        if (!around.find()) {
            return Optional.empty();
        }
        Matcher numbers = NUMBERS.matcher(around.group(1));
        if (!numbers.find()) {
            return Optional.empty();
        }
        var minor = numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2));
        return Optional.of(new ToolVersion(Integer.parseInt(numbers.group(1)), minor, numbers.group()));
    }

    boolean sameMajorMinor(ToolVersion other) {
        return major == other.major && minor == other.minor;
    }

    @Override
    public int compareTo(ToolVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }
}
