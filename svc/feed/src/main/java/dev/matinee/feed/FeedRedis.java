package dev.matinee.feed;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.redis.RedisSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RScoredSortedSetAsync;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;

/**
 * The ready-made lists and cards in Redis. A list is there as a whole or not at all: it holds, above all that is in it, a
 * mark of the epoch it was made in, and nothing is pushed into one that is not there. Reading finds nothing while Redis is
 * away; writing says so.
 */
final class FeedRedis implements AutoCloseable {
    /** The most a list holds. */
    static final int CAP = 800;

    /** Members of one pipeline, and how many of those are on their way at a time. */
    private static final int PIPELINE = 500;

    private static final int AHEAD = 4;

    private static final System.Logger LOG = System.getLogger(FeedRedis.class.getName());
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofMillis(500), 0, 24);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration WARMING = Duration.ofSeconds(30);
    private static final Duration CARD_LIFE = Duration.ofDays(2);
    private static final String HOME = "feed:home:";
    private static final String MEMBER = "feed:member:";
    private static final String CHANNEL = "feed:channel:";
    private static final String CARD = "feed:card:";
    private static final String WARMING_HOME = "feed:warming:";
    private static final String WARMING_CHANNEL = "feed:warming-channel:";
    /** Above every time in milliseconds, and still a whole number in a double. */
    private static final double MARK_SCORE = 9e15;

    private static final String MARK = "epoch:";

    private final RedissonClient redis;
    private final Epoch epoch;
    private final Duration life;
    private final Counter failures;
    private volatile long silentUntil = System.nanoTime();

    FeedRedis(RedisSettings settings, Epoch epoch, Duration life) {
        this.redis = Redisson.create(settings.config(PATIENCE));
        this.epoch = epoch;
        this.life = life;
        this.failures = Metrics.globalRegistry()
                .getOrCreate(Counter.builder("feed_redis_failures")
                        .description("Times Redis did not answer and was done without"));
    }

    /** Redis did not take a write. */
    static final class AwayException extends RuntimeException {
        AwayException(@Nullable Throwable cause) {
            super("Redis is away", cause);
        }
    }

    /**
     * A part of a member's own list, and what is known of them.
     *
     * @param entries the newest first, at most as many as were asked for
     * @param member null when that is not there
     */
    record Window(List<Entry> entries, @Nullable Member member) {}

    /** The newest behind a place; empty when the list is not there. */
    Optional<Window> home(String user, @Nullable Entry after, int limit) {
        return ask(() -> {
            RBatch batch = redis.createBatch();
            Range range = new Range(batch, HOME + user, after, limit);
            RFuture<byte[]> member = batch.<byte[]>getBucket(MEMBER + user, ByteArrayCodec.INSTANCE)
                    .getAsync();
            batch.execute();
            byte[] bytes = member.toCompletableFuture().join();
            @Nullable
            Member known =
                    bytes == null ? null : Member.parse(bytes, epoch.number()).orElse(null);
            return range.entries().map(entries -> new Window(entries, known)).orElse(null);
        });
    }

    /** The member alone. */
    Optional<Member> member(String user) {
        return this.<byte[]>ask(() -> redis.<byte[]>getBucket(MEMBER + user, ByteArrayCodec.INSTANCE)
                        .get())
                .flatMap(bytes -> Member.parse(bytes, epoch.number()));
    }

    /** The newest of channels behind a place, of those whose list is there. */
    Map<String, List<Entry>> channels(Collection<String> channels, @Nullable Entry after, int limit) {
        return ask(() -> {
                    RBatch batch = redis.createBatch();
                    Map<String, Range> asked = new HashMap<>();
                    channels.forEach(id -> asked.put(id, new Range(batch, CHANNEL + id, after, limit)));
                    batch.execute();
                    Map<String, List<Entry>> found = new HashMap<>();
                    asked.forEach((id, range) -> range.entries().ifPresent(entries -> found.put(id, entries)));
                    return found;
                })
                .orElse(Map.of());
    }

    /** Those cards that are there, by id. */
    Map<String, Card> cards(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        String digits = epoch.digits();
        return ask(() -> {
                    String[] keys = ids.stream().map(id -> CARD + id).toArray(String[]::new);
                    Map<String, byte[]> held =
                            redis.getBuckets(ByteArrayCodec.INSTANCE).get(keys);
                    Map<String, Card> cards = new HashMap<>();
                    held.forEach((key, bytes) -> {
                        String id = key.substring(CARD.length());
                        Card.parse(id, bytes, digits).ifPresent(card -> cards.put(id, card));
                    });
                    return cards;
                })
                .orElse(Map.of());
    }

    /** Writes cards where there is no newer one. */
    void put(List<Card> cards, long ofEpoch) {
        if (cards.isEmpty()) {
            return;
        }
        List<Object> keys = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        values.add(String.valueOf(CARD_LIFE.toSeconds()).getBytes(StandardCharsets.US_ASCII));
        cards.forEach(card -> {
            keys.add(CARD + card.id());
            values.add(card.bytes(ofEpoch));
        });
        tell(() -> redis.getScript(ByteArrayCodec.INSTANCE)
                .<Long>eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.PUT_CARDS,
                        RScript.ReturnType.LONG,
                        keys,
                        values.toArray()));
    }

    /** Begins to make a member's list anew: what is made of an older state can then no longer be stored. */
    Optional<String> beginHome(String user) {
        return begin(WARMING_HOME + user);
    }

    Optional<String> beginChannel(String channel) {
        return begin(WARMING_CHANNEL + channel);
    }

    private Optional<String> begin(String key) {
        String token = UUID.randomUUID().toString();
        return ask(() -> {
            redis.<String>getBucket(key, StringCodec.INSTANCE).set(token, WARMING);
            return token;
        });
    }

    /** Stores a member's list, unless something of it changed since the token was given. */
    void storeHome(String user, String token, long ofEpoch, Member member, List<Entry> entries) {
        store(List.of(WARMING_HOME + user, HOME + user, MEMBER + user), token, ofEpoch, member, entries);
    }

    void storeChannel(String channel, String token, long ofEpoch, List<Entry> entries) {
        store(List.of(WARMING_CHANNEL + channel, CHANNEL + channel), token, ofEpoch, Member.NOBODY, entries);
    }

    private void store(List<Object> keys, String token, long ofEpoch, Member member, List<Entry> entries) {
        List<Object> values = new ArrayList<>(List.of(
                ascii(token),
                ascii(String.valueOf(life.toSeconds())),
                member.bytes(ofEpoch),
                ascii(String.valueOf((long) MARK_SCORE)),
                ascii(MARK + ofEpoch)));
        entries.stream().limit(CAP).forEach(entry -> {
            values.add(ascii(String.valueOf(entry.at())));
            values.add(ascii(entry.id()));
        });
        ask(() -> redis.getScript(ByteArrayCodec.INSTANCE)
                .<Long>eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.STORE_LIST,
                        RScript.ReturnType.LONG,
                        keys,
                        values.toArray()));
    }

    /** As {@link #storeHome} for the member alone; the list lives on with it. */
    void storeMember(String user, String token, long ofEpoch, Member member) {
        ask(() -> redis.getScript(ByteArrayCodec.INSTANCE)
                .<Long>eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.STORE_MEMBER,
                        RScript.ReturnType.LONG,
                        List.of(WARMING_HOME + user, MEMBER + user, HOME + user),
                        ascii(token),
                        ascii(String.valueOf(life.toSeconds())),
                        member.bytes(ofEpoch)));
    }

    /** What was made of these members' choices is made anew when they read next. */
    void forgetMembers(Collection<String> users) {
        List<String> keys = new ArrayList<>();
        users.forEach(user -> keys.addAll(List.of(HOME + user, MEMBER + user, WARMING_HOME + user)));
        forget(keys);
    }

    /** What is known of a member is asked anew; their list stays. */
    void forgetMember(String user) {
        forget(List.of(MEMBER + user, WARMING_HOME + user));
    }

    void forgetChannels(Collection<String> channels) {
        List<String> keys = new ArrayList<>();
        channels.forEach(id -> keys.addAll(List.of(CHANNEL + id, WARMING_CHANNEL + id)));
        forget(keys);
    }

    private void forget(List<String> keys) {
        if (!keys.isEmpty()) {
            tell(() -> redis.getKeys().delete(keys.toArray(String[]::new)));
        }
    }

    /**
     * Puts something into the lists that are there.
     *
     * @return how many were
     */
    long push(Entry entry, List<String> users) {
        return tell(() -> inPieces(
                users,
                some -> redis.getScript(StringCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE,
                                RedisScripts.PUSH,
                                RScript.ReturnType.LONG,
                                homes(some),
                                String.valueOf(entry.at()),
                                entry.id())));
    }

    void take(String id, List<String> users) {
        tell(() -> inPieces(
                users,
                some -> redis.getScript(StringCodec.INSTANCE)
                        .evalAsync(
                                RScript.Mode.READ_WRITE, RedisScripts.TAKE, RScript.ReturnType.LONG, homes(some), id)));
    }

    /** While Redis is at one piece, the next is on its way; what each says is added up. */
    private static long inPieces(List<String> users, Function<List<String>, RFuture<Long>> send) {
        Deque<RFuture<Long>> sent = new ArrayDeque<>();
        long sum = 0;
        for (List<String> some : pieces(users, PIPELINE)) {
            sent.add(send.apply(some));
            if (sent.size() == AHEAD) {
                sum += sent.remove().toCompletableFuture().join();
            }
        }
        for (RFuture<Long> each : sent) {
            sum += each.toCompletableFuture().join();
        }
        return sum;
    }

    private static List<Object> homes(List<String> users) {
        return users.stream().<Object>map(user -> HOME + user).toList();
    }

    @Override
    public void close() {
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Redisson's failures come in more than one type, and none of them may reach a reader.
    private <T> Optional<T> ask(Supplier<@Nullable T> question) {
        if (System.nanoTime() - silentUntil < 0) {
            return Optional.empty();
        }
        try (ChildSpan _ = ChildSpan.redis("ask")) {
            return Optional.ofNullable(question.get());
        } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
        }
    }

    private <T> T tell(Supplier<T> command) {
        if (System.nanoTime() - silentUntil < 0) {
            throw new AwayException(null);
        }
        try (ChildSpan _ = ChildSpan.redis("tell")) {
            return command.get();
        } catch (RuntimeException e) {
            failed(e);
            throw new AwayException(e);
        }
    }

    private void failed(RuntimeException e) {
        silentUntil = System.nanoTime() + PAUSE.toNanos();
        failures.increment();
        LOG.log(Level.WARNING, "Redis does not answer and is done without: {0}", e.toString());
    }

    /** The newest of one list behind a place, asked within a batch. */
    private final class Range {
        /** So many may have the time of the place itself and lie before it. */
        private static final int TIES = 50;

        private final @Nullable Entry after;
        private final int limit;
        private final @Nullable RFuture<Double> mark;
        private final RFuture<Collection<ScoredEntry<String>>> range;

        Range(RBatch batch, String key, @Nullable Entry after, int limit) {
            RScoredSortedSetAsync<String> list = batch.getScoredSortedSet(key, StringCodec.INSTANCE);
            this.after = after;
            this.limit = limit;
            // The first part has the mark at its beginning.
            this.mark = after == null ? null : list.getScoreAsync(MARK + epoch.number());
            this.range = after == null
                    ? list.entryRangeReversedAsync(0, limit)
                    : list.entryRangeReversedAsync(0, true, (double) after.at(), true, 0, limit + TIES);
        }

        /** Empty when the list is not there, is of another epoch, or has too much of one moment to tell. */
        Optional<List<Entry>> entries() {
            String ours = MARK + epoch.number();
            List<Entry> found = new ArrayList<>();
            boolean marked = mark != null && mark.toCompletableFuture().join() != null;
            Collection<ScoredEntry<String>> all = range.toCompletableFuture().join();
            for (ScoredEntry<String> each : all) {
                if (each.getValue().startsWith(MARK)) {
                    marked |= each.getValue().equals(ours);
                    continue;
                }
                Entry entry = new Entry(each.getValue(), each.getScore().longValue());
                if ((after == null || entry.isBehind(after)) && found.size() < limit) {
                    found.add(entry);
                }
            }
            boolean cut = after != null && all.size() == limit + TIES && found.size() < limit;
            return marked && !cut ? Optional.of(found) : Optional.empty();
        }
    }

    static List<List<String>> pieces(List<String> users, int size) {
        List<List<String>> pieces = new ArrayList<>();
        for (int from = 0; from < users.size(); from += size) {
            pieces.add(users.subList(from, Math.min(users.size(), from + size)));
        }
        return pieces;
    }
}
