package dev.matinee.cli;

import java.util.regex.Pattern;

/** How many tests a suite ran, read from the closing lines that the runners print. */
record Counts(int passed, int failed, int skipped) {
    static final Counts NONE = new Counts(0, 0, 0);

    // One such line closes each Maven module; those with an elapsed time are single classes and counted in it already.
    private static final Pattern SUREFIRE = Pattern.compile(
            "(?m)^(?:\\[\\w+] )?Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+)\\s*$");
    private static final Pattern VITEST_LINE = Pattern.compile("(?m)^\\s*Tests\\s+(.*)$");
    private static final Pattern PLAIN = Pattern.compile("(?m)^(\\d+) passed, (\\d+) failed(?:, (\\d+) skipped)?\\s*$");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    Counts plus(Counts other) {
        return new Counts(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    static Counts surefire(String output) {
        var sum = NONE;
        var lines = SUREFIRE.matcher(COLOUR.matcher(output).replaceAll(""));
        while (lines.find()) {
            var failed = number(lines.group(2)) + number(lines.group(3));
            var skipped = number(lines.group(4));
            sum = sum.plus(new Counts(number(lines.group(1)) - failed - skipped, failed, skipped));
        }
        return sum;
    }

    static Counts vitest(String output) {
        var sum = NONE;
        var lines = VITEST_LINE.matcher(COLOUR.matcher(output).replaceAll(""));
        while (lines.find()) {
            var line = lines.group(1);
            sum = sum.plus(new Counts(before(line, "passed"), before(line, "failed"), before(line, "skipped")));
        }
        return sum;
    }

    static Counts plain(String output) {
        var sum = NONE;
        var lines = PLAIN.matcher(output);
        while (lines.find()) {
            var skipped = lines.group(3) == null ? 0 : number(lines.group(3));
            sum = sum.plus(new Counts(number(lines.group(1)), number(lines.group(2)), skipped));
        }
        return sum;
    }

    private static int before(String line, String word) {
        var matcher = Pattern.compile("(\\d+) " + word).matcher(line);
        return matcher.find() ? number(matcher.group(1)) : 0;
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }
}
