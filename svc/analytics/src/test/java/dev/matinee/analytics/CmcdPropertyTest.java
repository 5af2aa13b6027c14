package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What players tell the CDN is read as CTA-5004 has it, and nothing that anybody sends does harm. */
class CmcdPropertyTest {
    @Provide
    Arbitrary<Cmcd> told() {
        Arbitrary<Long> kbits = Arbitraries.longs().between(0, 10_000_000).injectNull(0.2);
        Arbitrary<Long> millis = Arbitraries.longs().between(0, 86_400_000).injectNull(0.2);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(
                        Combinators.combine(
                                        Arbitraries.create(
                                                        () -> UUID.randomUUID().toString())
                                                .injectNull(0.2),
                                        Arbitraries.of("m", "a", "v", "av", "i", "c", "tt", "k", "o")
                                                .injectNull(0.2),
                                        kbits,
                                        kbits,
                                        millis,
                                        millis)
                                .as((sid, ot, br, tb, bl, d) ->
                                        new Cmcd(sid, ot, br, tb, bl, d, null, null, false, false, null, null)),
                        kbits,
                        kbits,
                        flag,
                        flag,
                        Arbitraries.of("h", "d").injectNull(0.2),
                        Arbitraries.of("v", "l").injectNull(0.2))
                .as((some, mtp, rtp, bs, su, sf, st) -> new Cmcd(
                        some.session(),
                        some.objectType(),
                        some.bitrate(),
                        some.topBitrate(),
                        some.bufferMs(),
                        some.durationMs(),
                        mtp,
                        rtp,
                        bs,
                        su,
                        sf,
                        st));
    }

    @Property
    void whatIsWritten_isRead_inAnyOrder_andWhetherInQueryOrHeaders(
            @ForAll("told") Cmcd told, @ForAll long seed, @ForAll boolean inHeaders) {
        List<String> pairs = written(told);
        // Keys of others, with all that a quoted text may hold.
        pairs.add("com.example-note=\"a,b=\\\"c\\\",bl=1\"");
        pairs.add("nor=\"..%2F300kbps%2Fsegment35.m4v\"");
        Collections.shuffle(pairs, new Random(seed));
        int half = pairs.size() / 2;
        Cmcd read = inHeaders
                ? Cmcd.read(
                        "",
                        List.of(
                                String.join(",", pairs.subList(0, half)),
                                String.join(", ", pairs.subList(half, pairs.size()))))
                : Cmcd.read(
                        URLEncoder.encode(String.join(",", pairs), StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                        List.of());
        assertThat(read).isEqualTo(written(told).isEmpty() ? null : told);
    }

    @Property
    void anything_isReadOrLeftOut_andNeverTooGreat(@ForAll String query, @ForAll List<String> headers) {
        check(Cmcd.read(query, headers));
    }

    @Property
    void almostIt_isReadOrLeftOut_andNeverTooGreat(@ForAll("almost") String query) {
        check(Cmcd.read(query, List.of(query)));
    }

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.of(
                        "br",
                        "bl",
                        "=",
                        ",",
                        "\"",
                        "\\",
                        "bs",
                        "su",
                        "sid=",
                        "-1",
                        "1e9",
                        "99999999999999",
                        "0",
                        "%",
                        "%2",
                        "%22",
                        "%00",
                        "ot=",
                        "v",
                        "tb=3000",
                        "true",
                        " ",
                        "\u0000",
                        "sid=\"",
                        "é")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts));
    }

    @Test
    void longText_isCutOff() {
        Cmcd read = Cmcd.read("", List.of("x-pad=" + "a".repeat(Cmcd.LONGEST) + ",bl=1", "br=2800"));
        assertThat(read).isNotNull();
        assertThat(Objects.requireNonNull(read).bufferMs()).isNull();
        assertThat(read.bitrate()).isEqualTo(2800);
    }

    private static void check(@Nullable Cmcd read) {
        if (read == null) {
            return;
        }
        for (Long kbits : new Long[] {read.bitrate(), read.topBitrate(), read.throughput(), read.wantedThroughput()}) {
            assertThat(kbits == null || (kbits >= 0 && kbits <= 10_000_000)).isTrue();
        }
        for (Long millis : new Long[] {read.bufferMs(), read.durationMs()}) {
            assertThat(millis == null || (millis >= 0 && millis <= 86_400_000)).isTrue();
        }
        assertThat(read.session() == null || read.session().length() == 36).isTrue();
        assertThat(read.objectType() == null || read.objectType().length() <= 2).isTrue();
    }

    private static List<String> written(Cmcd told) {
        List<String> pairs = new ArrayList<>();
        add(pairs, "sid", told.session() == null ? null : "\"" + told.session() + "\"");
        add(pairs, "ot", told.objectType());
        add(pairs, "br", told.bitrate());
        add(pairs, "tb", told.topBitrate());
        add(pairs, "bl", told.bufferMs());
        add(pairs, "d", told.durationMs());
        add(pairs, "mtp", told.throughput());
        add(pairs, "rtp", told.wantedThroughput());
        add(pairs, "sf", told.format());
        add(pairs, "st", told.streamType());
        if (told.starved()) {
            pairs.add("bs");
        }
        if (told.startup()) {
            pairs.add("su");
        }
        return pairs;
    }

    private static void add(List<String> pairs, String key, @Nullable Object value) {
        if (value != null) {
            pairs.add(key + "=" + value);
        }
    }
}
