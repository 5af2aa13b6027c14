package dev.matinee.bench;

import java.util.List;
import java.util.Locale;

/**
 * One line of the report.
 *
 * @param row the name by which it is asked for
 * @param path what was measured
 * @param beside what it was measured beside
 * @param ours the median reading, with its unit
 * @param peer the peer's, empty for what has a fixed target
 * @param result what the target speaks of: a ratio, or a reading in the target's unit
 * @param cpu processor time of a request, ours and the peer's; empty where it was not read
 * @param oursRead every reading, in order
 * @param peerRead every reading of the peer, in the same order
 */
record Finding(
        String row,
        String path,
        String beside,
        String ours,
        String peer,
        Spread result,
        Target target,
        String cpu,
        List<Double> oursRead,
        List<Double> peerRead) {

    /** Ours over the peer's, in pairs. */
    static Finding ratio(String row, String path, String beside, String unit, Pairs pairs, Target target) {
        return new Finding(
                row,
                path,
                beside,
                shown(Spread.of(pairs.ours()).median(), unit),
                shown(Spread.of(pairs.peer()).median(), unit),
                pairs.ratios(),
                target,
                "",
                pairs.ours(),
                pairs.peer());
    }

    /** How much more ours takes than the peer, in pairs. */
    static Finding difference(String row, String path, String beside, String unit, Pairs pairs, Target target) {
        return new Finding(
                row,
                path,
                beside,
                shown(Spread.of(pairs.ours()).median(), unit),
                shown(Spread.of(pairs.peer()).median(), unit),
                pairs.differences(),
                target,
                "",
                pairs.ours(),
                pairs.peer());
    }

    /** Readings with a fixed target. */
    static Finding reading(String row, String path, String beside, List<Double> readings, Target target) {
        Spread spread = Spread.of(readings);
        return new Finding(
                row, path, beside, shown(spread.median(), target.unit()), "", spread, target, "", readings, List.of());
    }

    Finding withCpu(String text) {
        return new Finding(row, path, beside, ours, peer, result, target, text, oursRead, peerRead);
    }

    boolean met() {
        return target.metBy(result.median());
    }

    String resultText() {
        return target.unit().equals(Target.RATIO)
                ? result.ratioText()
                : shown(result.median(), target.unit())
                        + (result.count() > 1 ? " [" + number(result.least()) + "–" + number(result.most()) + "]" : "");
    }

    private static String shown(double value, String unit) {
        return number(value) + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        int digits = size >= 100 || value == Math.rint(value) ? 0 : size >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f", value).replace(',', ' ');
    }
}
