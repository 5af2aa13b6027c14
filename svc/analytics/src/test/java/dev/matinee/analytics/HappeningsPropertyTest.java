package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is made of what the services say says what that does, in whatever order it comes and however often. */
class HappeningsPropertyTest {
    private static final Facts FACTS = Facts.withSessions();

    record Change(String thing, boolean on) {}

    @Property(tries = 60)
    void followers_areThoseOfTheDistinctChanges(@ForAll("changes") List<Change> changes, @ForAll long seed) {
        FACTS.insert(
                "follow",
                "event_id, happened_at, viewer, channel_id, following, day",
                Facts.mixed(
                        changes.stream()
                                .map(change -> "('" + UUID.randomUUID() + "', " + Facts.time() + ", 'm1', '"
                                        + change.thing() + "', " + change.on() + ", " + Facts.day() + ")")
                                .toList(),
                        seed));
        assertThat(Facts.counted(FACTS.ask(RollUp.FOLLOWING, "channel_id, gained, lost")))
                .isEqualTo(told(changes));
    }

    @Property(tries = 60)
    void likes_areThoseOfTheDistinctChanges(@ForAll("changes") List<Change> changes, @ForAll long seed) {
        FACTS.insert(
                "liking",
                "event_id, happened_at, viewer, content_id, liked, day",
                Facts.mixed(
                        changes.stream()
                                .map(change -> "('" + UUID.randomUUID() + "', " + Facts.time() + ", 'm1', '"
                                        + change.thing() + "', " + change.on() + ", " + Facts.day() + ")")
                                .toList(),
                        seed));
        assertThat(Facts.counted(FACTS.ask(RollUp.ENGAGEMENT, "content_id, likes, unlikes")))
                .isEqualTo(told(changes));
    }

    @Property(tries = 40)
    void making_isWhatBecameOfEachUpload(@ForAll("uploads") List<Upload> uploads, @ForAll long seed) {
        List<String> sent = new ArrayList<>();
        List<String> encodes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < uploads.size(); i++) {
            Upload it = uploads.get(i);
            sent.add("('" + UUID.randomUUID() + "', " + Facts.time() + ", 'u" + i + "', 'c" + i
                    + "', 'm1', 'completed', " + Facts.day() + ")");
            it.said()
                    .forEach((outcome, second) -> encodes.add("('" + UUID.randomUUID() + "', " + Facts.time()
                            + " + INTERVAL '"
                            + second + "' SECOND, '" + outcome + "', " + (outcome.equals("failed") ? "'why'" : "NULL")
                            + ", " + Facts.day() + ")"));
        }
        // Each has the same submission's name as its upload.
        List<String> named = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < uploads.size(); i++) {
            for (int j = 0; j < uploads.get(i).said().size(); j++) {
                named.add(encodes.get(at++).replaceFirst("\\(", "('u" + i + "', "));
            }
            Map<String, Integer> said = uploads.get(i).said();
            Integer ready = said.get("ready");
            Integer playable = said.containsKey("playable") && ready != null
                    ? Integer.valueOf(Math.min(said.get("playable"), ready))
                    : said.getOrDefault("playable", ready == null ? -1 : ready);
            expected.add(
                    "c" + i + " " + (playable < 0 ? -1 : playable * 1_000) + " " + (ready == null ? -1 : ready * 1_000)
                            + " " + (ready == null && said.containsKey("failed") ? "why" : "-"));
        }
        FACTS.insert(
                "upload", "event_id, happened_at, upload_id, content_id, owner, outcome, day", Facts.mixed(sent, seed));
        FACTS.insert("encode", "submission_id, event_id, happened_at, outcome, code, day", Facts.mixed(named, seed));
        assertThat(
                        FACTS.ask(
                                RollUp.MAKING,
                                "content_id || ' ' || COALESCE(playable_ms, -1) || ' ' || COALESCE(ready_ms, -1) || ' ' || COALESCE(code, '-')"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** @param said at what second which outcome */
    record Upload(Map<String, Integer> said) {}

    @Provide
    Arbitrary<List<Upload>> uploads() {
        return Arbitraries.maps(
                        Arbitraries.of("playable", "ready", "failed"),
                        Arbitraries.integers().between(0, 3_600))
                .map(Upload::new)
                .list()
                .ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(Arbitraries.of("a", "b", "c"), Arbitraries.of(true, false))
                .as(Change::new)
                .list()
                .ofMaxSize(20);
    }

    private static Map<String, List<Long>> told(List<Change> changes) {
        Map<String, List<Long>> told = new TreeMap<>();
        changes.stream().collect(Collectors.groupingBy(Change::thing)).forEach((thing, those) -> {
            long on = those.stream().filter(Change::on).count();
            told.put(thing, List.of(on, those.size() - on));
        });
        return told;
    }
}
