package dev.matinee.catalog;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the files of videos and albums are read: the open path for what is public, a signed one for everything else. */
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
     * @param captions also in the manifest
     * @param expiresAt absent on the open path
     * @param resumeMs where the member left off, milliseconds from the start
     */
    record Playback(
            String manifestUrl,
            @Nullable String posterUrl,
            @Nullable String storyboardUrl,
            List<Captions.Track> captions,
            @Nullable String chaptersUrl,
            @Nullable Instant expiresAt,
            @Nullable Long resumeMs) {
        Playback from(@Nullable Long position) {
            return new Playback(manifestUrl, posterUrl, storyboardUrl, captions, chaptersUrl, expiresAt, position);
        }
    }

    /** With captions, if the encoder's master playlist is known to put them in. */
    Playback playback(ShownVideo shown) {
        Playback plain = playback(shown.video());
        Captions captions = shown.captions();
        if (captions == null) {
            return plain;
        }
        String folder = plain.manifestUrl().substring(0, plain.manifestUrl().lastIndexOf('/') + 1) + captions.folder();
        List<Captions.Track> tracks = captions.languages().stream()
                .map(language -> new Captions.Track(language, Captions.label(language), folder + language + ".vtt"))
                .toList();
        boolean inManifest = !tracks.isEmpty() && shown.video().requireMedia().master() != null;
        return new Playback(
                inManifest ? folder + "master.m3u8" : plain.manifestUrl(),
                plain.posterUrl(),
                plain.storyboardUrl(),
                tracks,
                captions.chapters() ? folder + "chapters.vtt" : null,
                plain.expiresAt(),
                null);
    }

    private Playback playback(Video video) {
        Media media = video.requireMedia();
        Optional<Instant> expires = isSigned(video) ? Optional.of(expiry()) : Optional.empty();
        String base = base(video.id(), media.version(), video.accessEpoch(), expires);
        Poster.Chosen chosen = media.chosenPoster().chosen();
        String poster =
                media.posters().isEmpty() ? null : base + media.posters().getFirst();
        return new Playback(
                base + "master.m3u8",
                chosen == null
                        ? poster
                        : base(video.id(), chosen.version(), video.accessEpoch(), expires) + Poster.FILE,
                media.storyboard() ? base + "storyboard.vtt" : null,
                List.of(),
                null,
                expires.orElse(null),
                null);
    }

    /** Whether its paths end some time, if it has any yet. */
    boolean isSigned(Video video) {
        return !video.published();
    }

    /** The chosen poster, if there is one yet. */
    @Nullable
    String poster(Video video) {
        return video.media() == null ? null : playback(video).posterUrl();
    }

    /** One size of a photo. */
    record Size(int width, int height, String webpUrl, String jpegUrl) {}

    /** When the addresses of an album's photos end; absent on the open path. */
    Optional<Instant> expiry(Album album) {
        return album.published() ? Optional.empty() : Optional.of(expiry());
    }

    /** Smallest first; none until the photo is ready. */
    List<Size> sizes(Album album, Photo photo) {
        PhotoMedia media = photo.media();
        if (media == null) {
            return List.of();
        }
        String base = base(album.id(), media.version(), album.accessEpoch(), expiry(album));
        return media.widths().stream()
                .map(width -> new Size(
                        width,
                        Math.max(1, Math.round((float) media.height() * width / media.width())),
                        base + width + ".webp",
                        base + width + ".jpg"))
                .toList();
    }

    private String base(UUID id, String version, long epoch, Optional<Instant> expires) {
        String token =
                expires.map(until -> "/p/" + tokens.token(id, epoch, until)).orElse("");
        return publicUrl
                .resolve("/media" + token + "/v/" + id + "/" + version + "/")
                .toString();
    }

    /** Ends on the full hour, so that one page after another names the same address and the browser's cache holds. */
    private Instant expiry() {
        return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(life);
    }
}
