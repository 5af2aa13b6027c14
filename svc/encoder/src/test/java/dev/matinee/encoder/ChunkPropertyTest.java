package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ChunkPropertyTest {
    @Provide
    Arbitrary<FrameRate> rates() {
        return Arbitraries.of(
                new FrameRate(24_000, 1001),
                new FrameRate(24, 1),
                new FrameRate(25, 1),
                new FrameRate(30_000, 1001),
                new FrameRate(60_000, 1001),
                new FrameRate(60, 1),
                new FrameRate(359, 12),
                new FrameRate(3, 1));
    }

    @Property(tries = 2000)
    void plan_anyFilm_coversEveryFrameOnceInWholeSegments(
            @ForAll @IntRange(min = 100, max = 12 * 3600 * 1000) int millis,
            @ForAll("rates") FrameRate rate,
            @ForAll @IntRange(min = 1, max = 600) int wantedSeconds) {
        List<Chunk> chunks = Chunk.plan(Duration.ofMillis(millis), rate, Duration.ofSeconds(wantedSeconds));
        assertThat(chunks).hasSizeBetween(1, Pace.MAX_CHUNKS);
        assertThat(chunks.getLast().last()).isTrue();
        long next = 0;
        int segment = 0;
        for (Chunk chunk : chunks.subList(0, chunks.size() - 1)) {
            assertThat(chunk.firstFrame()).isEqualTo(next);
            assertThat(chunk.firstSegment()).isEqualTo(segment);
            assertThat(chunk.last()).isFalse();
            next += chunk.frames();
            // ffmpeg cuts at the first frame that is at or past each multiple of a segment's length.
            int segments = (int) (chunk.frames() / rate.perSecond() / EncodeCommand.SEGMENT_SECONDS);
            assertThat(chunk.frames() - segments * EncodeCommand.SEGMENT_SECONDS * rate.perSecond())
                    .as("less than a frame over whole segments")
                    .isBetween(0.0, 1.0);
            segment += segments;
        }
        assertThat(chunks.getLast().firstFrame()).isEqualTo(next);
        assertThat(chunks.getLast().firstSegment()).isEqualTo(segment);
        assertThat(next / rate.perSecond()).as("the last has frames too").isLessThan(Math.max(0.001, millis / 1000.0));
    }

    @Property(tries = 500)
    void seekSeconds_anyChunk_isBeforeItsFirstFrame(
            @ForAll("rates") FrameRate rate, @ForAll @IntRange(min = 30, max = 7200) int seconds) {
        assertThat(Chunk.plan(Duration.ofSeconds(seconds), rate, Duration.ofSeconds(12)))
                .allSatisfy(chunk -> assertThat((double) chunk.seekSeconds(rate))
                        .isNotNegative()
                        .isLessThanOrEqualTo(Math.max(0, chunk.firstFrame() / rate.perSecond() - 1)));
    }
}
