package dev.matinee.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Several readings of one thing: the one in the middle and how far they lie apart. */
record Spread(double median, double least, double most, int count) {
    static Spread of(List<Double> readings) {
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("nothing was read");
        }
        double[] sorted = readings.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** The reading that this part of all readings do not exceed (nearest rank). */
    static double percentile(List<Double> readings, double part) {
        if (readings.isEmpty() || part <= 0 || part > 1) {
            throw new IllegalArgumentException("a part of " + part + " of " + readings.size() + " readings");
        }
        List<Double> sorted = readings.stream().sorted().toList();
        return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    }

    /** {@code 0.91× [0.87–0.95]}. */
    String ratioText() {
        return String.format(Locale.ROOT, "%.2f× [%.2f–%.2f]", median, least, most);
    }
}
