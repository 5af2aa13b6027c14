package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RenditionPlannerPropertyTest {
    private static final FrameRate FILM = new FrameRate(24, 1);

    @Property(tries = 2000)
    void plan_anySource_neverUpscalesAndStaysEven(
            @ForAll @IntRange(min = 16, max = 8192) int width,
            @ForAll @IntRange(min = 16, max = 8192) int height,
            @ForAll @IntRange(min = 1, max = 60) int fps) {
        Assume.that(Math.max(width, height) <= IngestLimits.MAX_ASPECT * Math.min(width, height));
        List<Rendition> ladder = RenditionPlanner.plan(width, height, new FrameRate(fps, 1));
        assertThat(ladder).isNotEmpty().hasSizeLessThanOrEqualTo(5).allSatisfy(rendition -> {
            assertThat(rendition.width()).isLessThanOrEqualTo(width).isEven();
            assertThat(rendition.height()).isLessThanOrEqualTo(height).isEven();
            assertThat(macroblocks(rendition)).isLessThanOrEqualTo(8704);
            assertThat(macroblocks(rendition) * fps).isLessThanOrEqualTo(522_240);
        });
    }

    @Property(tries = 2000)
    void plan_anySource_growsAndKeepsTheShape(
            @ForAll @IntRange(min = 16, max = 8192) int width, @ForAll @IntRange(min = 16, max = 8192) int height) {
        Assume.that(Math.max(width, height) <= IngestLimits.MAX_ASPECT * Math.min(width, height));
        List<Rendition> ladder = RenditionPlanner.plan(width, height, FILM);
        double shape = (double) width / height;
        for (Rendition rendition : ladder) {
            double error = Math.abs((double) rendition.width() / rendition.height() - shape) / shape;
            // Rounding both sides to even pixels moves the shape by at most two pixels of the short side.
            assertThat(error).isLessThanOrEqualTo(3.0 / Math.min(rendition.width(), rendition.height()));
        }
        assertThat(ladder).extracting(Rendition::bitrateKbps).isSorted().doesNotHaveDuplicates();
        assertThat(ladder).extracting(Rendition::width).isSorted().doesNotHaveDuplicates();
    }

    private static int macroblocks(Rendition rendition) {
        return ((rendition.width() + 15) / 16) * ((rendition.height() + 15) / 16);
    }
}
