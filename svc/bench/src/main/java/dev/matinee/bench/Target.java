package dev.matinee.bench;

import java.util.Locale;

/** What a reading has to be: at least or at most a number of the unit. */
record Target(boolean atLeast, double value, String unit) {
    static final String RATIO = "×";

    static Target atLeast(double ratio) {
        return new Target(true, ratio, RATIO);
    }

    static Target atMost(double ratio) {
        return new Target(false, ratio, RATIO);
    }

    static Target atMost(double value, String unit) {
        return new Target(false, value, unit);
    }

    boolean metBy(double reading) {
        return atLeast ? reading >= value : reading <= value;
    }

    String text() {
        String number = value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
        return (atLeast ? "≥ " : "≤ ") + number + (unit.equals(RATIO) ? "" : " ") + unit;
    }
}
