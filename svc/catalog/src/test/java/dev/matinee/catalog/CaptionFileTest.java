package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.matinee.kit.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionFileTest {
    private static List<Cue> vtt(String text) {
        return CaptionFile.webVtt(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Cue> srt(String text) {
        return CaptionFile.subRip(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void webVtt_keepsCuesAndNothingElse() {
        List<Cue> cues = vtt("""
                WEBVTT a title

                STYLE
                ::cue { background: url(http://evil.test/) }

                REGION
                id:fred

                NOTE two lines
                of comment

                second
                00:05.000 --> 00:07.250 align:start line:90% onclick:alert(1) region:fred
                - Where?
                - <i>There</i>.

                00:00:01.000 --> 00:00:02.000
                Hello & <c.yellow>goodbye</c>
                """);
        assertThat(cues)
                .containsExactly(
                        new Cue(1000, 2000, "", "Hello &amp; goodbye"),
                        new Cue(5000, 7250, "align:start line:90%", "- Where?\n- <i>There</i>."));
        assertThat(cues.getLast().text()).isEqualTo("- Where?\n- There.");
        assertThat(CaptionFile.write(cues)).isEqualTo("""
                WEBVTT

                00:00:01.000 --> 00:00:02.000
                Hello &amp; goodbye

                00:00:05.000 --> 00:00:07.250 align:start line:90%
                - Where?
                - <i>There</i>.
                """);
    }

    @Test
    void subRip_isReadAsItIsWritten() {
        List<Cue> cues = srt("""
                \ufeff1\r
                00:00:01,5 --> 00:00:02,000 X1:0 Y1:0\r
                <font color="red">Hi</font> {\\an8}<b>you</b>\r
                \r

                2
                1:00:00.000 --> 1:00:01.000
                Tom & Jerry <3
                """);
        assertThat(cues)
                .containsExactly(
                        new Cue(1500, 2000, "", "Hi <b>you</b>"),
                        new Cue(3_600_000, 3_601_000, "", "Tom &amp; Jerry &lt;3"));
        assertThat(cues.getLast().text()).isEqualTo("Tom & Jerry <3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WEBVTX#|Line 1: a WebVTT file begins with WEBVTT.",
                "|Line 1: the file is empty.",
                "WEBVTT##NOTE nothing#|Line 3: there is no cue in the file.",
                "WEBVTT##00:01.000 --> 00:00.500#Hi#|Line 3: the cue ends before it begins.",
                "WEBVTT##1#00:01,000 --> 00:02,000#Hi#|Line 4: times are written 00:00:01.000 --> 00:00:02.000.",
                "WEBVTT##00:01.000 --> 00:02.000#Hi#00:02.000 --> 00:03.000#Ho#|Line 5: an empty line is missing before this cue.",
                "WEBVTT#00:01.000 --> 00:02.000#Hi#|Line 2: an empty line is missing before the first cue.",
                "WEBVTT##30:00:00.000 --> 30:00:01.000#Hi#|Line 3: a time beyond 24 hours.",
                "WEBVTT##Hi#there#|Line 3: neither the number or name of a cue followed by its times, nor a time."
            })
    void webVtt_broken_namesTheLine(String file, String detail) {
        String text = file == null ? "" : file.replace('#', '\n');
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> vtt(text))
                .satisfies(problem -> assertThat(problem.getMessage()).isEqualTo(detail))
                .satisfies(problem -> assertThat(problem.error()).isEqualTo(CatalogError.INVALID_CAPTIONS));
    }

    @Test
    void subRip_broken_namesTheLine() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> srt("1\n00:00:01,000 -> 00:00:02,000\nHi\n"))
                .satisfies(problem -> assertThat(problem.getMessage()).startsWith("Line 2: "));
    }

    @Test
    void notUtf8_namesTheLine() {
        byte[] latin = "WEBVTT\n\n00:01.000 --> 00:02.000\nFenêtre\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CaptionFile.webVtt(latin))
                .satisfies(problem ->
                        assertThat(problem.getMessage()).isEqualTo("Line 4: a character that is not UTF-8."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<script>alert(1)</script>|alert(1)",
                "<b onclick=alert(1)>x</b>|<b>x</b>",
                "<<b>img src=x onerror=alert(1)>|&lt;<b>img src=x onerror=alert(1)&gt;",
                "<img src=x onerror=alert(1)|&lt;img src=x onerror=alert(1)",
                "&lt;script&gt;|&lt;script&gt;",
                "&amp;lt;i&amp;gt;|&amp;lt;i&amp;gt;",
                "<v Bob>Hi|Hi",
                "<00:00:01.000>now|now"
            })
    void text_isHarmless(String text, String cleaned) {
        assertThat(CaptionText.clean(text)).isEqualTo(cleaned);
    }

    @Property
    void clean_anyText_hasThreeTagsAtMost(@ForAll String text) {
        String cleaned = CaptionText.clean(text);
        assertThat(cleaned.replaceAll("</?[biu]>", "")).doesNotContain("<", ">");
        assertThat(CaptionText.clean(cleaned)).isEqualTo(cleaned);
    }

    /** What is written is read back the same, whatever came in. */
    @Property
    void write_anyCue_readsBack(@ForAll String text) {
        List<Cue> cues;
        try {
            cues = vtt("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text + "\n");
        } catch (ProblemException e) {
            assertThat(e.getMessage()).startsWith("Line ");
            return;
        }
        assertThat(vtt(CaptionFile.write(cues))).isEqualTo(cues);
    }
}
