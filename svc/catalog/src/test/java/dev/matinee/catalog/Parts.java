package dev.matinee.catalog;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.TestTokens;
import io.helidon.webserver.http.HttpService;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parts of catalog for tests that need no server. */
final class Parts {
    static final Instant NOW = Instant.parse("2026-05-01T12:34:56.789Z");

    static final VideoStore.Limits LIMITS = new VideoStore.Limits(Duration.ofHours(24), Duration.ofHours(48));

    private Parts() {}

    static VideoDetails details(Visibility visibility, @Nullable Instant publishAt) {
        return new VideoDetails("A film", null, List.of(), null, null, null, visibility, publishAt, null, null);
    }

    static Video video(Visibility visibility, @Nullable Instant publishAt) {
        return Video.created(
                Uuid7.at(NOW), new UUID(0, 1), "ada", details(visibility, publishAt), NOW, NOW.plusSeconds(60));
    }

    static Video ready(Video video, Instant now) {
        Video submitted = video.submitted("sub-" + video.id(), now, now.plusSeconds(60));
        return submitted.ready(Media.of(Films.ready(video.id().toString(), "sub-" + video.id())), now);
    }

    /** Not to be asked anything: only what they route is looked at. */
    @SuppressWarnings("NullAway")
    static List<HttpService> routes() {
        TokenVerifier tokens = tokens();
        return List.of(
                new VideoRoutes(null, null, null, null, tokens, Clock.systemUTC()),
                new VideoEditRoutes(null, null, null, tokens, null, Clock.systemUTC()),
                new PosterRoutes(null, null, tokens, Clock.systemUTC()),
                new TimelineRoutes(null, null, tokens, URI.create("http://localhost")),
                new CaptionRoutes(null, null, null, tokens, Clock.systemUTC()),
                new AlbumRoutes(null, null, tokens, null),
                new PhotoRoutes(null, tokens, null),
                new ChannelRoutes(null, tokens, Clock.systemUTC()),
                new FollowRoutes(null, null, tokens),
                new MuteRoutes(null, null, tokens),
                new BlockRoutes(null, null, tokens),
                new LikeRoutes(null, null, tokens),
                new CommentRoutes(null, tokens, null),
                new HistoryRoutes(null, null, tokens),
                new PlaylistRoutes(null, null, null, null, null, tokens, null, Clock.systemUTC()),
                new ReportRoutes(null, null, tokens));
    }

    private static TokenVerifier tokens() {
        URI issuer = URI.create(TestTokens.ISSUER);
        return new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), Clock.systemUTC());
    }
}
