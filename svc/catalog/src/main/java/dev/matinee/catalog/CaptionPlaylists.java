package dev.matinee.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The HLS playlists (RFC 8216) that offer captions, one folder below the files of a version that they lead to. */
final class CaptionPlaylists {
    private static final String GROUP = "captions";
    private static final String STREAM = "#EXT-X-STREAM-INF:";
    private static final Pattern URI = Pattern.compile("URI=\"([^\"]*)\"");

    private CaptionPlaylists() {}

    /** @param master the encoder's, whose addresses are relative */
    static String master(String master, List<String> languages) {
        String media = languages.stream().map(CaptionPlaylists::media).collect(Collectors.joining());
        StringBuilder text = new StringBuilder();
        boolean told = false;
        for (String line : master.lines().toList()) {
            if (!told && line.startsWith(STREAM)) {
                text.append(media);
                told = true;
            }
            text.append(line(line)).append('\n');
        }
        return text.toString();
    }

    private static String line(String line) {
        if (line.startsWith(STREAM)) {
            return line + ",SUBTITLES=\"" + GROUP + "\"";
        }
        if (line.startsWith("#")) {
            return URI.matcher(line).replaceAll(uri -> Matcher.quoteReplacement("URI=\"../" + uri.group(1) + "\""));
        }
        return line.isBlank() ? line : "../" + line;
    }

    private static String media(String language) {
        return "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"" + GROUP + "\",NAME=\"" + Captions.label(language)
                + "\",LANGUAGE=\"" + language + "\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"" + language
                + ".m3u8\"\n";
    }

    /** One segment: the whole file. */
    static String track(String language, long durationMs) {
        return String.format(Locale.ROOT, """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:%d
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXTINF:%.3f,
                %s.vtt
                #EXT-X-ENDLIST
                """, Math.ceilDiv(durationMs, 1000), durationMs / 1000.0, language);
    }
}
