package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Likes given, taken back and read, in any order: the groups hold exactly those who like it, each once. */
class GroupingPropertyIT {
    private static final Database DATABASE = open();
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final MovingClock CLOCK = new MovingClock(BEGIN);
    private static final Telling TELLING = new Telling(new DeliveryPlan(), new Outbox(NotifyConfig.NAME, CLOCK), CLOCK);
    private static final InboxStore INBOX = new InboxStore(DATABASE, Clock.systemUTC());

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 4));
    }

    /** @param actor negative for the owner's reading all */
    record Step(int actor, boolean likes) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(Arbitraries.integers().between(-1, 5), Arbitraries.of(true, false))
                .as(Step::new);
        return step.list().ofMinSize(1).ofMaxSize(25);
    }

    @Property(tries = 60)
    void everyOneWhoLikes_isInOneGroup(@ForAll("steps") List<Step> steps) {
        String owner = "owner-" + Says.id();
        String film = Says.id();
        Set<Integer> liking = new HashSet<>();
        Instant at = BEGIN;
        for (Step step : steps) {
            at = at.plusSeconds(1);
            if (step.actor() < 0) {
                INBOX.markAll(owner, Long.MAX_VALUE);
                continue;
            }
            act(owner, film, step.actor(), step.likes(), at);
            boolean changed = step.likes() ? liking.add(step.actor()) : liking.remove(step.actor());
            assertThat(total(owner)).as("%s, which changed: %s", step, changed).isEqualTo(liking.size());
        }
        List<Notification> found = groups(owner);
        assertThat(found).allSatisfy(it -> assertThat(it.actors()).isPositive());
        assertThat(found)
                .allSatisfy(it -> assertThat(it.names()).hasSize(Math.min(it.actors(), Notification.MAX_NAMES)));
        assertThat(found.stream().filter(it -> it.readAt() == null).count()).isLessThanOrEqualTo(1);
        assertThat(found.stream().map(Notification::seq)).doesNotHaveDuplicates();
    }

    @Property(tries = 40)
    void unreadGroup_isThoseWhoLike_whateverTheOrderAndRepetition(
            @ForAll("steps") List<Step> steps, @ForAll Random random) {
        String owner = "owner-" + Says.id();
        String film = Says.id();
        record Said(int actor, boolean likes, Instant at) {}
        List<Said> said = new ArrayList<>();
        Map<Integer, Boolean> last = new HashMap<>();
        Instant at = BEGIN;
        for (Step step : steps) {
            at = at.plusSeconds(1);
            if (step.actor() >= 0) {
                said.add(new Said(step.actor(), step.likes(), at));
                last.put(step.actor(), step.likes());
            }
        }
        List<Said> delivered = new ArrayList<>(said);
        said.stream().filter(each -> random.nextBoolean()).forEach(delivered::add);
        Collections.shuffle(delivered, random);
        delivered.forEach(each -> act(owner, film, each.actor(), each.likes(), each.at()));

        assertThat(total(owner))
                .isEqualTo((int) last.values().stream().filter(likes -> likes).count());
        assertThat(groups(owner)).hasSizeLessThanOrEqualTo(1);
    }

    @Example
    void likesOfForgottenGroup_areToldAnew() {
        String owner = "owner-" + Says.id();
        String film = Says.id();
        act(owner, film, 1, true, BEGIN);
        new Sweeper(DATABASE, Clock.offset(CLOCK, Duration.ofDays(91))).step();
        assertThat(groups(owner)).isEmpty();

        act(owner, film, 1, false, BEGIN.plusSeconds(1));
        act(owner, film, 1, true, BEGIN.plusSeconds(2));
        assertThat(total(owner)).isEqualTo(1);
    }

    private static List<Notification> groups(String owner) {
        return INBOX.list(owner, Long.MAX_VALUE, false, 100);
    }

    private static int total(String owner) {
        return groups(owner).stream().mapToInt(Notification::actors).sum();
    }

    private static void act(String owner, String film, int actor, boolean likes, Instant at) {
        DATABASE.transact(transaction -> TELLING.act(
                transaction,
                new Telling.Act(owner, Kind.LIKE, film, "actor-" + actor, "Actor " + actor, likes, at),
                Facts.none().content("video", film, "A film")));
    }
}
