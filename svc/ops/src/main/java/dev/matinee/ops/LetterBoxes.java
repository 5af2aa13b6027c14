package dev.matinee.ops;

import dev.matinee.events.Topic;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.DeadLetters;
import dev.matinee.kit.kafka.DeadLetters.Redriven;
import dev.matinee.kit.kafka.KafkaSettings;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The events that a group could not handle: by the very code of {@code matinee dlq}. What they say is shown to nobody here. */
final class LetterBoxes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LetterBoxes.class.getName());
    /** A browser waits twice as long; what takes longer goes on without it. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final KafkaAdmin admin;
    private final KafkaSettings kafka;
    private final Clock clock;
    private final Map<String, Future<Redriven>> driving = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    LetterBoxes(KafkaAdmin admin, KafkaSettings kafka, Clock clock) {
        this.admin = admin;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** @param waiting how many of those kept were not driven back yet */
    record Box(String topic, String group, long kept, long waiting) {}

    /**
     * One letter, without what the event says.
     *
     * @param eventId null for what was no event
     * @param from {@code topic/partition/offset}
     * @param tries how often it was tried before; null where that was not yet written down
     */
    record Letter(
            @Nullable String eventId,
            @Nullable String type,
            String key,
            String cause,
            String from,
            @Nullable Integer tries,
            @Nullable String traceId,
            Instant setAsideAt) {}

    /**
     * What became of the letters.
     *
     * @param state {@code done}, or {@code running} when it takes longer than one waits for an answer
     * @param again how many went back; null while it runs
     * @param tooOld how many did not, since who handled them would do so again
     */
    record Driven(
            String state, @Nullable Integer again, @Nullable Integer tooOld) {}

    /** The boxes by topic and group. */
    Told<Box> list() {
        return Told.by(
                Source.KAFKA,
                () -> asking(() -> DeadLetters.list(kafka)).stream()
                        .map(box -> new Box(box.topic().topicName(), box.group(), box.kept(), box.waiting()))
                        .toList());
    }

    /** The last letters of a box, the newest first. */
    Told<Letter> show(Topic topic, String group, int limit) {
        requireBox(topic, group);
        return Told.by(
                Source.KAFKA,
                () -> asking(() -> DeadLetters.show(kafka, topic, group, limit)).stream()
                        .map(LetterBoxes::letter)
                        .toList());
    }

    /**
     * Sends a box' letters back to their topic. One at a time; a second instance of ops would get no letter while the first
     * has them.
     *
     * @param who does so, for the log
     */
    Driven redrive(Topic topic, String group, String who) {
        requireBox(topic, group);
        String box = topic.topicName() + "/" + group;
        Future<Redriven> driven = driving.compute(box, (name, before) -> {
            if (before != null && !before.isDone()) {
                throw ProblemException.of(OpsError.REDRIVE_RUNNING);
            }
            LOG.log(Level.INFO, "{0} drives the letters of {1} back", who, name);
            return threads.submit(() -> DeadLetters.redrive(kafka, topic, group, clock));
        });
        try {
            Redriven done = driven.get(WAIT.toSeconds(), TimeUnit.SECONDS);
            return new Driven("done", done.again(), done.tooOld());
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "goes on", e);
            return new Driven("running", null, null);
        } catch (ExecutionException e) {
            throw ProblemException.of(OpsError.SOURCE_AWAY, e).withDetail("Kafka did not take all of them; try again.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Driven("running", null, null);
        }
    }

    private void requireBox(Topic topic, String group) {
        try {
            if (!admin.has(topic.deadLetterTopic(group))) {
                throw ProblemException.of(OpsError.BOX_UNKNOWN);
            }
        } catch (AwayException e) {
            throw ProblemException.of(OpsError.SOURCE_AWAY, e).withDetail(e.sentence());
        }
    }

    /** Something that Kafka is asked. */
    @FunctionalInterface
    private interface Asking<T> {
        T ask() throws InterruptedException;
    }

    private static <T> T asking(Asking<T> question) throws AwayException {
        try {
            return question.ask();
        } catch (KafkaException e) {
            throw new AwayException(Source.KAFKA, "kafka does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwayException(Source.KAFKA, "kafka did not answer in time.", e);
        }
    }

    /** What is being driven back is broken off between two letters, and can be begun again. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Letter letter(DeadLetters.Letter letter) {
        return new Letter(
                filled(letter.eventId()),
                filled(letter.type()),
                letter.key(),
                letter.cause(),
                letter.from(),
                letter.tries() == 0 ? null : letter.tries(),
                filled(letter.traceId()),
                letter.setAside());
    }

    private static @Nullable String filled(String text) {
        return text.isEmpty() ? null : text;
    }
}
