package dev.matinee.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A video's renditions are complete under a new version. As {@code media.playable} it says the same of a first version
 * with the lowest rendition only, while the job goes on: {@code media.ready} or {@code media.failed} follows, and the
 * first version stays for some time after it was replaced.
 *
 * @param contentId the video
 * @param submissionId which submission of it
 * @param jobId the encoder's job
 * @param version names the media; everything is under {@code v/<content_id>/<version>/} of bucket {@code media}:
 *     {@code master.m3u8}, {@code poster.jpg}, {@code storyboard.vtt}
 * @param durationMs length in milliseconds
 * @param width of the source as shown (after rotation), in pixels; null for audio only
 * @param height likewise
 * @param frameRate frames per second of the source; null for audio only
 * @param hasAudio whether there is an audio rendition
 * @param posters poster candidates' file names under the version, the chosen one first; empty for audio only
 * @param storyboard whether there is a storyboard
 * @param sizeBytes all files of the version together
 * @param renditions lowest first
 * @param master the text of {@code master.m3u8}
 * @param cpuMs processor time that the job took since it began, in milliseconds, all tries and pieces together;
 *     null where it is not known, and while the job goes on
 */
public record MediaReady(
        String contentId,
        String submissionId,
        String jobId,
        String version,
        long durationMs,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        boolean hasAudio,
        List<String> posters,
        boolean storyboard,
        long sizeBytes,
        List<Rendition> renditions,
        @Nullable String master,
        @Nullable Long cpuMs)
        implements EventData {
    /** With a processor time that is not known. */
    public MediaReady(
            String contentId,
            String submissionId,
            String jobId,
            String version,
            long durationMs,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Double frameRate,
            boolean hasAudio,
            List<String> posters,
            boolean storyboard,
            long sizeBytes,
            List<Rendition> renditions,
            @Nullable String master) {
        this(
                contentId,
                submissionId,
                jobId,
                version,
                durationMs,
                width,
                height,
                frameRate,
                hasAudio,
                posters,
                storyboard,
                sizeBytes,
                renditions,
                master,
                null);
    }

    @Override
    public String aggregateId() {
        return contentId;
    }

    /**
     * One rung of the ladder.
     *
     * @param name {@code 720p}, or {@code audio}
     * @param width pixels; null for audio
     * @param height pixels; null for audio
     * @param bandwidth peak bits per second, measured
     * @param averageBandwidth mean bits per second, measured
     * @param codecs RFC 6381 string from the bitstream
     */
    public record Rendition(
            String name,
            @Nullable Integer width,
            @Nullable Integer height,
            long bandwidth,
            long averageBandwidth,
            String codecs) {}
}
