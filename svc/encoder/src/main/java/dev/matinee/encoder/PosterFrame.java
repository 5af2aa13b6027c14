package dev.matinee.encoder;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the frame of a moment is in a published film.
 *
 * @param init the key of the initialization segment
 * @param segment the key of the segment that shows that moment
 * @param offsetMs of the moment from the segment's first frame
 */
record PosterFrame(String init, String segment, long offsetMs) {
    private static final Pattern MAP = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"");

    /**
     * Finds it in a media playlist (RFC 8216 section 4.3.3) of ours.
     *
     * @param folder the key of the playlist's folder, {@code v/<content>/<version>/<rendition>/}; what the playlist names
     *     outside of the content's is refused
     * @param positionMs from the start of the film; past the end is its last segment
     */
    static PosterFrame find(String playlist, String folder, long positionMs) throws MediaException {
        String init = "";
        String segment = "";
        double shows = 0;
        double begins = 0;
        double seconds = 0;
        for (String line : playlist.lines().toList()) {
            Matcher map = MAP.matcher(line);
            if (map.matches()) {
                init = key(folder, map.group(1));
            } else if (line.startsWith("#EXTINF:")) {
                seconds = Double.parseDouble(line.substring(line.indexOf(':') + 1, line.indexOf(',')));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                if (!segment.isEmpty() && positionMs < begins * 1000) {
                    break;
                }
                segment = key(folder, line);
                shows = begins;
                begins += seconds;
            }
        }
        if (init.isEmpty() || segment.isEmpty()) {
            throw new MediaException(MediaProblem.UNREADABLE, "nothing to show in " + folder);
        }
        return new PosterFrame(init, segment, Math.max(0, positionMs - Math.round(shows * 1000)));
    }

    private static String key(String folder, String uri) throws MediaException {
        String path = URI.create("/" + folder).resolve(uri).getPath();
        String content = "/" + folder.substring(0, folder.indexOf('/', 2) + 1);
        if (!path.startsWith(content)) {
            throw new MediaException(MediaProblem.UNREADABLE, uri + " is not of " + folder);
        }
        return path.substring(1);
    }
}
