package dev.matinee.encoder;

import dev.matinee.encoder.Mp4Boxes.Fragment;
import java.util.List;
import java.util.Locale;

/** The I-frame playlist (RFC 8216 section 4.3.3.6) over one file of single-frame fragments. */
record IframePlaylist(String text, long bandwidth, long averageBandwidth) {

    /**
     * @param initBytes what comes before the first fragment
     * @param seconds of the whole film: how long the last frame stands
     */
    static IframePlaylist write(List<Fragment> fragments, long initBytes, double seconds) {
        StringBuilder entries = new StringBuilder();
        double longest = 0;
        double peak = 0;
        long bytes = 0;
        for (int i = 0; i < fragments.size(); i++) {
            Fragment fragment = fragments.get(i);
            double end = i + 1 < fragments.size() ? fragments.get(i + 1).startSeconds() : seconds;
            double length = Math.max(0.001, end - fragment.startSeconds());
            longest = Math.max(longest, length);
            // What is left at the end is no rate that a player ever has to keep up with.
            if (i + 1 < fragments.size() || fragments.size() == 1) {
                peak = Math.max(peak, fragment.size() * 8 / length);
            }
            bytes += fragment.size();
            entries.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", length))
                    .append("#EXT-X-BYTERANGE:" + fragment.size() + "@" + fragment.offset() + "\n")
                    .append(EncodeCommand.IFRAMES_FILE + "\n");
        }
        String head = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:" + Math.max(1, Math.round(longest))
                + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-I-FRAMES-ONLY\n#EXT-X-MAP:URI=\""
                + EncodeCommand.IFRAMES_FILE + "\",BYTERANGE=\"" + initBytes + "@0\"\n";
        long average = seconds <= 0 ? 0 : (long) Math.ceil(bytes * 8 / seconds);
        return new IframePlaylist(
                head + entries + "#EXT-X-ENDLIST\n", Math.max(average, (long) Math.ceil(peak)), average);
    }
}
