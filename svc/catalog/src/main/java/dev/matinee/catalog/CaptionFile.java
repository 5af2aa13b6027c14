package dev.matinee.catalog;

import dev.matinee.kit.http.ProblemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Captions as a creator sends them: WebVTT (W3C, "The Web Video Text Tracks Format", 6) or SubRip. What breaks the format
 * is refused with its line; styles, regions, comments and unknown settings are left out.
 */
final class CaptionFile {
    static final int MAX_BYTES = 512 * 1024;
    static final int MAX_CUES = 10_000;
    static final int MAX_CUE_TEXT = 2_000;
    private static final long MAX_MS = Duration.ofHours(24).toMillis();

    private static final String ARROW = "-->";
    private static final Pattern TIME = Pattern.compile("\\d{1,3}:\\d{2}[:.,]\\d");
    private static final Pattern VTT_TIMES =
            Pattern.compile("(?:(\\d{2,3}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})[ \\t]+-->"
                    + "[ \\t]+(?:(\\d{2,3}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})(?:[ \\t]+(.*))?");
    private static final Pattern SRT_TIMES =
            Pattern.compile("(?:(\\d{1,3}):)?([0-5]?\\d):([0-5]?\\d)[,.](\\d{1,3})[ \\t]*-->"
                    + "[ \\t]*(?:(\\d{1,3}):)?([0-5]?\\d):([0-5]?\\d)[,.](\\d{1,3})(?:[ \\t]+(.*))?");
    private static final Pattern SETTING = Pattern.compile("vertical:(?:rl|lr)|align:(?:start|center|end|left|right)"
            + "|size:\\d{1,3}(?:\\.\\d{1,3})?%|line:-?\\d{1,3}(?:\\.\\d{1,3})?%?(?:,(?:start|center|end))?"
            + "|position:\\d{1,3}(?:\\.\\d{1,3})?%(?:,(?:line-left|center|line-right))?");

    private final List<String> lines;
    private final List<Cue> cues = new ArrayList<>();
    private final boolean subRip;
    private int at;

    private CaptionFile(List<String> lines, boolean subRip) {
        this.lines = lines;
        this.subRip = subRip;
    }

    /** @throws ProblemException naming the line that is wrong */
    static List<Cue> webVtt(byte[] body) {
        CaptionFile file = new CaptionFile(lines(body), false);
        String first = file.lines.getFirst();
        if (!first.equals("WEBVTT") && !first.startsWith("WEBVTT ") && !first.startsWith("WEBVTT\t")) {
            throw invalid(1, "a WebVTT file begins with WEBVTT");
        }
        while (!file.ended() && !file.lines.get(file.at).isBlank()) {
            if (file.lines.get(file.at).contains(ARROW)) {
                throw invalid(file.at + 1, "an empty line is missing before the first cue");
            }
            file.at++;
        }
        return file.read();
    }

    /** @throws ProblemException naming the line that is wrong */
    static List<Cue> subRip(byte[] body) {
        return new CaptionFile(lines(body), true).read();
    }

    /** As one WebVTT file. */
    static String write(List<Cue> cues) {
        return cues.stream().map(cue -> "\n" + cue.block()).collect(Collectors.joining("", "WEBVTT\n", ""));
    }

    private List<Cue> read() {
        while (!ended()) {
            if (lines.get(at).isBlank()) {
                at++;
            } else {
                block();
            }
        }
        if (cues.isEmpty()) {
            throw invalid(lines.size(), "there is no cue in the file");
        }
        cues.sort(Comparator.comparingLong(Cue::startMs));
        return List.copyOf(cues);
    }

    private void block() {
        String first = lines.get(at);
        if (!subRip && first.matches("(?:NOTE|STYLE|REGION)(?:[ \\t].*)?")) {
            skip();
            return;
        }
        // What a cue is called is of no use to anybody here.
        if (!isAboutTimes(first)) {
            at++;
            if (ended() || !isAboutTimes(lines.get(at))) {
                throw invalid(at, "neither the number or name of a cue followed by its times, nor a time");
            }
        }
        int timesAt = at + 1;
        Matcher times = times();
        at++;
        String text = text();
        if (text.isEmpty()) {
            return;
        }
        long start = ms(times, 1);
        long end = ms(times, 5);
        if (end <= start) {
            throw invalid(timesAt, "the cue ends before it begins");
        }
        if (end > MAX_MS) {
            throw invalid(timesAt, "a time beyond 24 hours");
        }
        if (cues.size() == MAX_CUES) {
            throw invalid(timesAt, "more than " + MAX_CUES + " cues");
        }
        cues.add(new Cue(start, end, subRip ? "" : settings(times.group(9)), text));
    }

    // Also where the arrow is wrong, so that the line with the times is the one that is named.
    private static boolean isAboutTimes(String line) {
        return line.contains(ARROW) || TIME.matcher(line).lookingAt();
    }

    private Matcher times() {
        Matcher times = (subRip ? SRT_TIMES : VTT_TIMES).matcher(lines.get(at).strip());
        if (!times.matches()) {
            throw invalid(
                    at + 1,
                    subRip
                            ? "times are written 00:00:01,000 --> 00:00:02,000"
                            : "times are written 00:00:01.000 --> 00:00:02.000");
        }
        return times;
    }

    private String text() {
        int begin = at;
        StringBuilder text = new StringBuilder();
        for (; !ended() && !lines.get(at).isBlank(); at++) {
            if (lines.get(at).contains(ARROW)) {
                throw invalid(at + 1, "an empty line is missing before this cue");
            }
            text.append(lines.get(at)).append('\n');
            if (text.length() > MAX_CUE_TEXT) {
                throw invalid(begin + 1, "the cue has more than " + MAX_CUE_TEXT + " characters");
            }
        }
        String cleaned = subRip ? CaptionText.ofSubRip(text.toString()) : CaptionText.clean(text.toString());
        // An empty line would end the cue.
        return cleaned.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
    }

    private void skip() {
        while (!ended() && !lines.get(at).isBlank()) {
            at++;
        }
    }

    private boolean ended() {
        return at >= lines.size();
    }

    private static String settings(@org.jspecify.annotations.Nullable String text) {
        return text == null
                ? ""
                : SETTING.matcher(text)
                        .results()
                        .map(java.util.regex.MatchResult::group)
                        .distinct()
                        .limit(5)
                        .collect(Collectors.joining(" "));
    }

    private static long ms(Matcher times, int first) {
        String hours = times.group(first);
        long seconds = (hours == null ? 0 : Long.parseLong(hours)) * 3600
                + Long.parseLong(times.group(first + 1)) * 60
                + Long.parseLong(times.group(first + 2));
        String fraction = (times.group(first + 3) + "00").substring(0, 3);
        return seconds * 1000 + Long.parseLong(fraction);
    }

    private static List<String> lines(byte[] body) {
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CharBuffer text = CharBuffer.allocate(body.length + 1);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(bytes, text, true);
        String decoded = text.flip().toString();
        if (result.isError()) {
            throw invalid((int) decoded.lines().count(), "a character that is not UTF-8");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw invalid(
                    (int) decoded.substring(0, decoded.indexOf('\0') + 1)
                            .lines()
                            .count(),
                    "a character U+0000");
        }
        List<String> lines = decoded.lines().collect(Collectors.toCollection(ArrayList::new));
        if (lines.isEmpty()) {
            throw invalid(1, "the file is empty");
        }
        if (lines.getFirst().startsWith("\ufeff")) {
            lines.set(0, lines.getFirst().substring(1));
        }
        return lines;
    }

    static ProblemException invalid(int line, String why) {
        return ProblemException.of(CatalogError.INVALID_CAPTIONS, "Line " + Math.max(1, line) + ": " + why + ".");
    }
}
