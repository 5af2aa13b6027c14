package dev.matinee.encoder;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The multivariant playlist (RFC 8216 section 4.3.4), written by us because ffmpeg guesses what we have measured. */
final class MasterPlaylist {
    private static final String AUDIO_GROUP = "audio";

    private MasterPlaylist() {}

    /** @param bandwidth of this track alone */
    record Track(String folder, int width, int height, long bandwidth, long averageBandwidth, String codec) {}

    /**
     * @param videos lowest first; empty for audio only
     * @param frameRate null for audio only
     */
    static String write(
            List<Track> videos, @Nullable Track audio, @Nullable Track iframes, @Nullable FrameRate frameRate) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        if (audio != null && !videos.isEmpty()) {
            text.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"" + AUDIO_GROUP + "\",NAME=\"Original\",DEFAULT=YES,")
                    .append("AUTOSELECT=YES,CHANNELS=\"2\",URI=\"")
                    .append(uri(audio))
                    .append("\"\n");
        }
        for (Track video : videos) {
            // Together with the audio that is played with it (section 4.3.4.2).
            long bandwidth = video.bandwidth() + (audio == null ? 0 : audio.bandwidth());
            long average = video.averageBandwidth() + (audio == null ? 0 : audio.averageBandwidth());
            String codecs = audio == null ? video.codec() : video.codec() + "," + audio.codec();
            text.append("#EXT-X-STREAM-INF:").append(rates(bandwidth, average, codecs));
            text.append(resolution(video));
            if (frameRate != null) {
                text.append(",FRAME-RATE=").append(frameRate.decimal());
            }
            if (audio != null) {
                text.append(",AUDIO=\"" + AUDIO_GROUP + "\"");
            }
            text.append('\n').append(uri(video)).append('\n');
        }
        if (videos.isEmpty() && audio != null) {
            text.append("#EXT-X-STREAM-INF:")
                    .append(rates(audio.bandwidth(), audio.averageBandwidth(), audio.codec()))
                    .append('\n')
                    .append(uri(audio))
                    .append('\n');
        }
        if (iframes != null) {
            text.append("#EXT-X-I-FRAME-STREAM-INF:")
                    .append(rates(iframes.bandwidth(), iframes.averageBandwidth(), iframes.codec()))
                    .append(resolution(iframes))
                    .append(",URI=\"")
                    .append(uri(iframes))
                    .append("\"\n");
        }
        return text.toString();
    }

    private static String rates(long bandwidth, long average, String codecs) {
        return "BANDWIDTH=" + bandwidth + ",AVERAGE-BANDWIDTH=" + average + ",CODECS=\"" + codecs + "\"";
    }

    private static String resolution(Track track) {
        return String.format(Locale.ROOT, ",RESOLUTION=%dx%d", track.width(), track.height());
    }

    private static String uri(Track track) {
        return track.folder() + "/" + EncodeCommand.PLAYLIST;
    }
}
