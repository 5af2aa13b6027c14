package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.DeadLetters;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** An event that cannot be handled is set aside, holds up nobody, and is told once when it is driven back. */
class PoisonIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();
    private static final KafkaSettings KAFKA =
            new KafkaSettings(KafkaServer.shared().bootstrap(), "poison");

    private final String owner = "owner-" + Says.id();
    private final String film = Says.id();

    @Test
    void poison_isSetAside_theRestGoesOn_andComesBackOnce() throws Exception {
        // What cannot be kept: the database refuses a character that PostgreSQL has no place for.
        Event poison = Event.now(
                EventType.COMMENT_CREATED,
                "test",
                NOTIFY.clock().instant(),
                Says.comment(Says.id(), film, owner, "writer", null, "poison"));
        NOTIFY.database()
                .execute()
                .dml("ALTER TABLE notification ADD CONSTRAINT mended CHECK (facts ->> 'text' <> 'poison')");
        NOTIFY.say(poison);
        NOTIFY.send(poison, "{not json".getBytes(StandardCharsets.UTF_8));
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "behind it")));
        assertThat(NOTIFY.inbox(owner)).hasSize(1);

        assertThat(DeadLetters.list(KAFKA))
                .filteredOn(box -> box.group().equals("notify") && box.topic() == Topic.SOCIAL_EVENTS)
                .singleElement()
                .satisfies(box -> assertThat(box.waiting()).isGreaterThanOrEqualTo(2));
        assertThat(DeadLetters.show(KAFKA, Topic.SOCIAL_EVENTS, "notify", 500))
                .filteredOn(letter -> letter.eventId().equals(poison.id().toString()))
                .hasSize(2)
                .anySatisfy(letter -> assertThat(letter.cause()).contains("mended"))
                .anySatisfy(letter -> assertThat(letter.data()).isEqualTo("{not json"));

        NOTIFY.database().execute().dml("ALTER TABLE notification DROP CONSTRAINT mended");
        DeadLetters.Redriven first = DeadLetters.redrive(KAFKA, Topic.SOCIAL_EVENTS, "notify", Clock.systemUTC());
        assertThat(first.again()).isGreaterThanOrEqualTo(2);
        eventually().until(() -> NOTIFY.inbox(owner).size() == 2);

        DeadLetters.redrive(KAFKA, Topic.SOCIAL_EVENTS, "notify", Clock.systemUTC());
        NOTIFY.say(poison);
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "the last")));
        assertThat(NOTIFY.inbox(owner)).hasSize(3);
    }
}
