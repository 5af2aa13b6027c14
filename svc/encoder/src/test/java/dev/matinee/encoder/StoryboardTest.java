package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoryboardTest {
    private static final Rendition LOWEST = new Rendition("240p", 426, 240, 300);
    private static final EncodePlan.Pictures PICTURES =
            new EncodePlan.Pictures(1280, 720, 160, 90, Duration.ofSeconds(1), LOWEST);

    @Test
    void of_secondSheet_startsAtItsCorner() {
        Storyboard storyboard = Storyboard.of(Duration.ofMillis(101_500), PICTURES, 102);
        assertThat(storyboard.cues()).hasSize(102);
        assertThat(storyboard.cues().get(99))
                .isEqualTo(new Storyboard.Cue(Duration.ofSeconds(99), Duration.ofSeconds(100), 0, 1440, 810));
        assertThat(storyboard.cues().get(101))
                .isEqualTo(new Storyboard.Cue(Duration.ofSeconds(101), Duration.ofMillis(101_500), 1, 160, 0));
    }

    @Test
    void of_fewerTilesThanTime_letsTheLastStand() {
        Storyboard storyboard = Storyboard.of(Duration.ofMillis(30_037), PICTURES, 30);
        assertThat(storyboard.cues()).hasSize(30).last().satisfies(last -> {
            assertThat(last.start()).isEqualTo(Duration.ofSeconds(29));
            assertThat(last.end()).isEqualTo(Duration.ofMillis(30_037));
        });
    }

    @Test
    void vtt_oneCue_isAMediaFragment() {
        assertThat(Storyboard.of(Duration.ofMillis(3_661_500), hourly(), 2).vtt())
                .isEqualTo("""
                WEBVTT

                00:00:00.000 --> 01:00:00.000
                sb-0.jpg#xywh=0,0,160,90

                01:00:00.000 --> 01:01:01.500
                sb-0.jpg#xywh=160,0,160,90
                """);
    }

    @Test
    void json_oneCue_hasTheSameNumbers() {
        assertThat(Storyboard.of(Duration.ofMillis(500), PICTURES, 1).json())
                .isEqualTo("{\"tile_width\":160,\"tile_height\":90,\"tiles\":"
                        + "[{\"start_ms\":0,\"end_ms\":500,\"sheet\":\"sb-0.jpg\",\"x\":0,\"y\":0}]}");
    }

    private static EncodePlan.Pictures hourly() {
        return new EncodePlan.Pictures(1280, 720, 160, 90, Duration.ofHours(1), LOWEST);
    }
}
