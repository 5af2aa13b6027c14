package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RenditionPlannerTest {
    private static final FrameRate FILM = new FrameRate(24, 1);

    private static List<String> ladder(int width, int height, FrameRate frameRate) {
        return RenditionPlanner.plan(width, height, frameRate).stream()
                .map(r -> r.name() + " " + r.width() + "x" + r.height() + "@" + r.bitrateKbps())
                .toList();
    }

    @Test
    void plan_fullHd_hasTheWholeLadder() {
        assertThat(ladder(1920, 1080, FILM))
                .containsExactly(
                        "240p 426x240@300",
                        "360p 640x360@600",
                        "480p 854x480@1100",
                        "720p 1280x720@2800",
                        "1080p 1920x1080@5000");
    }

    @Test
    void plan_highFrameRate_raisesTheUpperRungs() {
        assertThat(ladder(1920, 1080, new FrameRate(60_000, 1001)))
                .containsExactly(
                        "240p 426x240@300",
                        "360p 640x360@600",
                        "480p 854x480@1500",
                        "720p 1280x720@4000",
                        "1080p 1920x1080@7500");
    }

    @Test
    void plan_portrait_goesByTheShortSide() {
        assertThat(ladder(720, 1280, FILM)).last().isEqualTo("720p 720x1280@2800");
    }

    @Test
    void plan_ultraHd_stopsAt1080() {
        assertThat(ladder(3840, 2160, FILM)).last().isEqualTo("1080p 1920x1080@5000");
    }

    @Test
    void plan_smallerThanTheLowestRung_keepsItsSize() {
        assertThat(ladder(161, 121, FILM)).containsExactly("240p 160x120@300");
    }

    @Test
    void plan_croppedByAFewLines_keepsTheRungAtItsSize() {
        assertThat(ladder(1920, 1072, FILM)).last().isEqualTo("1080p 1920x1072@5000");
    }

    @Test
    void fitLongSide_largeAndSmall_shrinksOnly() {
        assertThat(RenditionPlanner.fitLongSide(1920, 1080, 160)).containsExactly(160, 90);
        assertThat(RenditionPlanner.fitLongSide(101, 51, 160)).containsExactly(100, 50);
    }
}
