package dev.matinee.catalog;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in a cue. A page may show captions in other ways than a player does, so whatever a file says, only three
 * tags without attributes leave here; everything else that looks like markup is dropped or escaped.
 */
final class CaptionText {
    private static final Pattern TAG = Pattern.compile("<(?<end>/?)(?<name>[biu])(?:[.\\s][^<>]*)?>|<[^<>]*>");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|nbsp|lrm|rlm|quot|apos|#39);");
    private static final Map<String, String> ENTITIES = Map.of(
            "amp", "&", "lt", "<", "gt", ">", "nbsp", "\u00a0", "lrm", "\u200e", "rlm", "\u200f", "quot", "\"", "apos",
            "'", "#39", "'");
    /** What SubRip players take from a later format: {@code {\an8}}. */
    private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}]*\\}");

    private CaptionText() {}

    static String ofSubRip(String text) {
        return clean(OVERRIDE.matcher(text).replaceAll(""));
    }

    static String clean(String text) {
        StringBuilder cleaned = new StringBuilder();
        Matcher tags = TAG.matcher(text);
        int from = 0;
        while (tags.find()) {
            cleaned.append(escaped(text.substring(from, tags.start())));
            if (tags.group("name") != null) {
                cleaned.append('<')
                        .append(tags.group("end"))
                        .append(tags.group("name"))
                        .append('>');
            }
            from = tags.end();
        }
        return cleaned.append(escaped(text.substring(from))).toString().strip();
    }

    private static String escaped(String text) {
        String plain = ENTITY.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(ENTITIES.getOrDefault(found.group(1), "")));
        return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
