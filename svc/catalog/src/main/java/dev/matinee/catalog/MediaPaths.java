package dev.matinee.catalog;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a video's files are read: the open path for what is public, a signed one for everything else. */
final class MediaPaths {
    private final URI publicUrl;
    private final MediaTokens tokens;
    private final Duration life;
    private final Clock clock;

    MediaPaths(URI publicUrl, MediaTokens tokens, Duration life, Clock clock) {
        this.publicUrl = publicUrl;
        this.tokens = tokens;
        this.life = life;
        this.clock = clock;
    }

    /**
     * How to play a video.
     *
     * @param expiresAt absent on the open path
     * @param resumeMs where the member left off, milliseconds from the start
     */
    record Playback(
            String manifestUrl,
            @Nullable String posterUrl,
            @Nullable String storyboardUrl,
            @Nullable Instant expiresAt,
            @Nullable Long resumeMs) {
        Playback from(@Nullable Long position) {
            return new Playback(manifestUrl, posterUrl, storyboardUrl, expiresAt, position);
        }
    }

    Playback playback(Video video) {
        Media media = video.requireMedia();
        Optional<Instant> expires = video.published() ? Optional.empty() : Optional.of(expiry());
        String base = base(video, media, expires);
        return new Playback(
                base + "master.m3u8",
                media.posters().isEmpty() ? null : base + media.posters().getFirst(),
                media.storyboard() ? base + "storyboard.vtt" : null,
                expires.orElse(null),
                null);
    }

    /** The chosen poster, if there is one yet. */
    @Nullable
    String poster(Video video) {
        return video.media() == null ? null : playback(video).posterUrl();
    }

    private String base(Video video, Media media, Optional<Instant> expires) {
        String path = "/v/" + video.id() + "/" + media.version() + "/";
        String token = expires.map(until -> "/p/" + tokens.token(video.id(), video.accessEpoch(), until))
                .orElse("");
        return publicUrl.resolve("/media" + token + path).toString();
    }

    /** Ends on the full hour, so that one page after another names the same address and the browser's cache holds. */
    private Instant expiry() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(life);
    }
}
