package dev.matinee.notify;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, as text and as HTML. Its HTML is made of our own tags and of escaped text, without pictures or scripts.
 *
 * @param unsubscribe where one click ends mails of its kind
 */
record Letter(String subject, String text, String html, URI unsubscribe) {
    /** A line of a digest, or the only one. */
    record Line(String sentence, @Nullable String detail, String url) {}

    static Letter of(Notification it, Wording words, @Nullable String name, URI unsubscribe) {
        String sentence = words.sentence(it);
        return write(
                oneLine(sentence),
                List.of(line(it, words)),
                words,
                name,
                new Foot(words.say("mail.why"), words.say("mail.unsubscribe"), 0),
                unsubscribe);
    }

    /** @param more how many there are beside those given */
    static Letter digest(List<Notification> all, int more, Wording words, @Nullable String name, URI unsubscribe) {
        return write(
                words.say("mail.digest.subject", all.size() + more),
                all.stream().map(it -> line(it, words)).toList(),
                words,
                name,
                new Foot(words.say("mail.why.digest"), words.say("mail.unsubscribe"), more),
                unsubscribe);
    }

    private record Foot(String why, String unsubscribe, int more) {}

    private static Line line(Notification it, Wording words) {
        return new Line(words.sentence(it), it.facts().text(), words.page(it));
    }

    private static Letter write(
            String subject, List<Line> lines, Wording words, @Nullable String name, Foot foot, URI unsubscribe) {
        StringBuilder text = new StringBuilder();
        StringBuilder html = new StringBuilder("<!doctype html>\n<html lang=\"" + words.language()
                + "\"><head><meta charset=\"utf-8\"><title>" + Html.escape(subject)
                + "</title></head>\n<body style=\"font-family:sans-serif;max-width:36em;margin:1em auto\">\n");
        if (name != null) {
            String greeting = oneLine(words.say("mail.greeting", name));
            text.append(greeting).append("\n\n");
            html.append("<p>").append(Html.escape(greeting)).append("</p>\n");
        }
        for (Line line : lines) {
            text.append(oneLine(line.sentence())).append('\n');
            html.append("<p><strong>").append(Html.escape(line.sentence())).append("</strong>");
            String detail = line.detail();
            if (detail != null && !detail.isBlank()) {
                text.append("    ").append(detail.replace("\n", "\n    ")).append('\n');
                html.append("<br>").append(Html.escape(detail).replace("\n", "<br>"));
            }
            text.append(line.url()).append("\n\n");
            html.append("<br><a href=\"")
                    .append(Html.escape(line.url()))
                    .append("\">")
                    .append(Html.escape(words.say("mail.open")))
                    .append("</a></p>\n");
        }
        if (foot.more() > 0) {
            String more = words.say("mail.digest.more", foot.more());
            text.append(more).append("\n\n");
            html.append("<p>").append(Html.escape(more)).append("</p>\n");
        }
        text.append("-- \n")
                .append(foot.why())
                .append('\n')
                .append(foot.unsubscribe())
                .append(": ")
                .append(unsubscribe)
                .append('\n');
        html.append("<hr><p><small>")
                .append(Html.escape(foot.why()))
                .append("<br><a href=\"")
                .append(Html.escape(unsubscribe.toString()))
                .append("\">")
                .append(Html.escape(foot.unsubscribe()))
                .append("</a></small></p>\n</body></html>\n");
        return new Letter(subject, text.toString(), html.toString(), unsubscribe);
    }

    /** A line break in a title must not begin a header of its own. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
