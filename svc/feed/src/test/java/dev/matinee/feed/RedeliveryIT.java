package dev.matinee.feed;

import static dev.matinee.feed.RunningFeed.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who was killed between the commit and telling Redis gets the event again, finds no row to change, and tells it then. */
class RedeliveryIT {
    private final Parts parts = new Parts();
    private final Post.Channel channel = Post.Channel.named("Killed");
    private final Post film = Post.in(channel, "film");

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void deletedByTheEvent_saidAgain_isGoneFromRedis() {
        saidAgain((cards, post) -> cards.hide(post.id(), null, 2, true));
    }

    @Test
    void hiddenByTheEvent_saidAgain_isGoneFromRedis() {
        saidAgain((cards, post) -> cards.hide(post.id(), channel.id(), 2, false));
    }

    @Test
    void goneFromCatalog_saidAgain_isGoneFromRedis() {
        saidAgain((cards, post) -> cards.apply(List.of(), List.of(post.id())));
    }

    @Test
    void privateInCatalog_saidAgain_isGoneFromRedis() {
        saidAgain((cards, post) -> cards.apply(List.of(post.with("private").document()), List.of()));
    }

    @Test
    void renamedChannel_saidAgain_hasItsNewNameInRedis() {
        show();
        Collection<CatalogDocument> renamed = List.of(new Post.Channel(channel.id(), "Renamed").document(7));
        parts.cards.apply(renamed, List.of());
        eventually().until(() -> held().map(Card::channelName), Optional.of("Killed")::equals);
        eventually()
                .until(
                        () -> {
                            parts.derived.tell(parts.cards.apply(renamed, List.of()));
                            return held().map(Card::channelName);
                        },
                        Optional.of("Renamed")::equals);
    }

    private void saidAgain(BiFunction<CardStore, Post, Effects> event) {
        show();
        var _ = event.apply(parts.cards, film);
        eventually().until(() -> held().map(Card::state), Optional.of(Card.State.PUBLIC)::equals);
        eventually().until(this::list, List.of(film.id())::equals);
        eventually()
                .until(
                        () -> {
                            parts.derived.tell(event.apply(parts.cards, film));
                            return held().map(Card::state);
                        },
                        Optional.of(Card.State.GONE)::equals);
        assertThat(list()).isEmpty();
    }

    /** It is in Redis, as a card and in its channel's list. */
    private void show() {
        eventually().until(() -> {
            parts.derived.tell(parts.cards.apply(List.of(film.document()), List.of()));
            parts.redis
                    .beginChannel(channel.id())
                    .ifPresent(token -> parts.redis.storeChannel(
                            channel.id(), token, parts.epoch.number(), parts.store.channel(channel.id())));
            return held().isPresent() && !list().isEmpty();
        });
    }

    private Optional<Card> held() {
        return Optional.ofNullable(parts.redis.cards(List.of(film.id())).get(film.id()));
    }

    private List<String> list() {
        return parts.redis.channels(List.of(channel.id()), null, 10).values().stream()
                .flatMap(List::stream)
                .map(Entry::id)
                .toList();
    }
}
