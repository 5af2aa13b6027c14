package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaReady;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.PosterReady;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PosterIT {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private static Path folder = Path.of("");

    private final Platform platform = new Platform();
    private ServiceServer server;
    private VideoSubmitted film;
    private MediaReady ready;

    /** Three seconds of red, four of green and one of blue. */
    @BeforeAll
    void publishFilm() throws Exception {
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        server = Main.start(platform.config(folder.resolve("work"), Platform.QUICK), Clock.systemUTC());
        film = platform.submit(
                Clips.film(
                        folder.resolve("film"),
                        "color=red:s=320x240:r=25:d=3[a];color=lime:s=320x240:r=25:d=4[b];"
                                + "color=blue:s=320x240:r=25:d=1[c];[a][b][c]concat=n=3",
                        "sine=r=44100:d=8"),
                "ada");
        ready = (MediaReady) said(EventType.MEDIA_READY).data();
    }

    @AfterAll
    void stop() {
        server.stop();
        platform.close();
    }

    private Event said(EventType type) {
        return await().atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> platform.said(type, film.contentId()), events -> !events.isEmpty())
                .getLast();
    }

    private String order(long positionMs, String version) {
        String order = UUID.randomUUID().toString();
        platform.say(
                EventType.POSTER_ORDERED,
                new PosterOrdered(film.contentId(), order, "ada", version, "240p", positionMs));
        return order;
    }

    private PosterReady made(String order) {
        return await().atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> platform.said(EventType.POSTER_READY, film.contentId()).stream()
                                .map(event -> (PosterReady) event.data())
                                .filter(poster -> poster.orderId().equals(order))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private int pixel(PosterReady poster) throws IOException {
        byte[] jpeg = platform.mediaBytes("v/" + film.contentId() + "/" + poster.version() + "/poster.jpg");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(image.getWidth()).isEqualTo(320);
        assertThat(image.getHeight()).isEqualTo(240);
        return image.getRGB(160, 120) & 0xffffff;
    }

    @Test
    void ordered_moment_isTheFrameShownThen() throws Exception {
        assertThat(pixel(made(order(0, ready.version()))) >> 16).as("red").isGreaterThan(200);
        assertThat(pixel(made(order(3_500, ready.version()))) >> 8 & 0xff)
                .as("green")
                .isGreaterThan(200);
        PosterReady last = made(order(ready.durationMs() - 1, ready.version()));
        assertThat(pixel(last) & 0xff).as("blue").isGreaterThan(200);
        assertThat(platform.mediaKeys("v/" + film.contentId() + "/" + ready.version() + "/"))
                .as("the film stays as it is")
                .contains("v/" + film.contentId() + "/" + ready.version() + "/master.m3u8");
        assertThat(platform.said(EventType.MEDIA_FAILED, film.contentId())).isEmpty();
    }

    @Test
    void ordered_ofWhatIsNotThere_failsWithoutAWordAboutTheFilm() {
        String order = order(0, "no-such-version");
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> platform.said(EventType.JOB_CHANGED, film.contentId()).stream()
                        .map(event -> (JobChanged) event.data())
                        .anyMatch(job -> job.submissionId().equals(order)
                                && job.change().equals("failed")
                                && "source_missing".equals(job.code())));
        assertThat(platform.said(EventType.MEDIA_FAILED, film.contentId())).isEmpty();
        assertThat(platform.said(EventType.PHOTO_FAILED, film.contentId())).isEmpty();
    }
}
