package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.test.SocialGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rankers measured on logs whose answers are known. */
class ReplayTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    private final Post.Channel followed = Post.Channel.named("Followed");
    private final Post.Channel other = Post.Channel.named("Other");

    @Test
    void measure_smallLog_isWhatIsCountedByHand() {
        Post mine = Post.at(followed, "mine", BEGIN);
        Post loud = Post.at(other, "loud", BEGIN);
        List<Event> events = new ArrayList<>(List.of(at(0, mine.published()), at(0, loud.published())));
        events.add(at(1, Acts.follow("reader", followed, true, BEGIN)));
        for (int i = 0; i < 5; i++) {
            events.add(at(2, Acts.watch("fan " + i, loud, true, BEGIN)));
        }
        events.add(at(90, Acts.watch("reader", mine, true, BEGIN)));
        events.add(at(100, Acts.watch("stranger", loud, true, BEGIN)));

        List<Replay.Measured> measured = Replay.measure(events, List.of(Ranking.FOLLOWING, Ranking.TRENDING), 0.5, 1);

        // The one who follows finds theirs among the followed, the other finds nothing there; by what is loud it is
        // reverse.
        assertThat(measured)
                .containsExactly(
                        new Replay.Measured(Ranking.FOLLOWING, 0.5, 0.5, 0.5, 2),
                        new Replay.Measured(Ranking.TRENDING, 0.5, 1, 0.5, 2));
    }

    @Test
    void measure_membersWithTastes_relatedBeatsTrending_andSeesMoreOfAll() {
        List<Event> events = world(new SocialGraph(300, 12, 120, 2, 1, 7), new Random(7));
        List<Replay.Measured> measured = Replay.measure(events, List.of(Ranking.RELATED, Ranking.TRENDING), 0.8, 10);
        assertThat(measured.getFirst().members()).isGreaterThan(50);
        assertThat(measured.getFirst().recall())
                .isGreaterThan(measured.getLast().recall());
        assertThat(measured.getFirst().coverage())
                .isGreaterThan(measured.getLast().coverage());
        assertThat(measured).allSatisfy(one -> {
            assertThat(one.recall()).isBetween(0.0, 1.0);
            assertThat(one.diversity()).isBetween(0.0, 1.0);
            assertThat(one.coverage()).isBetween(0.0, 1.0);
        });
        assertThat(Replay.table(measured, 10)).contains("recall@10", "diversity", "coverage", "related", "trending");
    }

    @Test
    void measure_whatCameAfterTheMoment_isNotKnownToRankers() {
        Post late = Post.at(followed, "late", BEGIN.plusSeconds(80));
        List<Event> events = List.of(
                at(0, Acts.follow("reader", followed, true, BEGIN)),
                at(80, late.published()),
                at(90, Acts.watch("reader", late, true, BEGIN)),
                at(100, Acts.watch("reader", late, true, BEGIN)));
        assertThat(Replay.measure(events, List.of(Ranking.HOME), 0.5, 5)
                        .getFirst()
                        .members())
                .isZero();
    }

    @Test
    void log_isReadAsItWasWritten_inTheOrderOfTime(@TempDir Path folder) throws IOException {
        Event later = at(5, Acts.follow("reader", followed, true, BEGIN));
        Event earlier = at(1, Post.at(followed, "film", BEGIN).published());
        Path file = folder.resolve("log");
        Files.write(file, List.of(EventLog.line(later), "", "{\"type\":\"of.tomorrow\"}", EventLog.line(earlier)));
        assertThat(EventLog.read(file).stream().<EventData>map(Event::data))
                .containsExactly(earlier.data(), later.data());
    }

    @Test
    void log_withABrokenLine_namesIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("log");
        Files.write(file, List.of(EventLog.line(at(1, Acts.follow("a", followed, true, BEGIN))), "{"));
        assertThatThrownBy(() -> EventLog.read(file))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("line 2");
        assertThat(Replay.run(List.of(file.toString(), "home,following", "10", "0.8")))
                .isEqualTo(2);
        assertThat(Replay.run(List.of(file.toString(), "home,best", "10", "0.8")))
                .isEqualTo(2);
    }

    @Test
    void pastScores_areThoseOfTheService() {
        // Half after the half-life, and never more than whole.
        assertThat(Scores.decay(BEGIN, BEGIN.plus(Scores.HOME_HALF), Scores.HOME_HALF))
                .isCloseTo(0.5, within(1e-9));
        assertThat(Scores.decay(BEGIN.plusSeconds(9), BEGIN, Scores.HOME_HALF)).isEqualTo(1);
    }

    /** Members of four tastes watch mostly what is of theirs; a channel's number tells its taste. */
    private static List<Event> world(SocialGraph graph, Random random) {
        List<Post.Channel> channels = IntStream.range(0, graph.channels())
                .mapToObj(number -> Post.Channel.named("channel " + number))
                .toList();
        List<Event> events = new ArrayList<>();
        List<List<Post>> posts = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            Post.Channel of = channels.get(channel);
            graph.followers(channel)
                    .forEach(member -> events.add(at(0, Acts.follow("member " + member, of, true, BEGIN))));
            List<Post> own = IntStream.range(0, 8)
                    .mapToObj(number -> Post.at(of, "film " + number, BEGIN.plusSeconds(number)))
                    .toList();
            own.forEach(post -> events.add(at(1, post.published())));
            posts.add(own);
        }
        for (int act = 0; act < 6_000; act++) {
            int member = random.nextInt(graph.members());
            int channel = random.nextInt(10) < 8 ? member % 4 + 4 * random.nextInt(3) : random.nextInt(channels.size());
            Post post = posts.get(channel).get(random.nextInt(8));
            events.add(at(2 + act / 100, Acts.watch("member " + member, post, random.nextBoolean(), BEGIN)));
        }
        events.sort(Comparator.comparing(Event::time));
        return events;
    }

    private static Event at(int minutes, Event event) {
        Instant time = BEGIN.plusSeconds(60L * minutes);
        EventType type = event.type();
        return new Event(Uuid7.at(time), type, event.source(), time, event.data());
    }
}
