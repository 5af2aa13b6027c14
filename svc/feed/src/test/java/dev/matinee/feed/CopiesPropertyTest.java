package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What is written to Redis is what is read from it, and only in its epoch. */
class CopiesPropertyTest {
    @Property(tries = 200)
    void card_isReadBack_inItsEpochOnly(
            @ForAll String title,
            @ForAll @LongRange(min = 1, max = 9_999_999_998L) long epoch,
            @ForAll @LongRange(min = 0) long version) {
        Card.Shown shown = new Card.Shown(
                "video",
                UUID.randomUUID().toString(),
                title,
                new Card.Channel(UUID.randomUUID().toString(), "handle", title),
                5L,
                null,
                Instant.ofEpochMilli(5),
                7);
        Card card = Card.of(version, Card.State.PUBLIC, shown, 9);
        Card read = Card.parse(shown.id(), card.bytes(epoch), digits(epoch)).orElseThrow();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("title", "channelName")
                .isEqualTo(card);
        assertThat(Card.parse(shown.id(), card.bytes(epoch), digits(epoch + 1))).isEmpty();
    }

    @Property(tries = 100)
    void stamps_areInTheOrderOfVersions(@ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
        assertThat(Integer.signum(Card.stamp(1, one).compareTo(Card.stamp(1, other))))
                .isEqualTo(Long.compare(one, other));
        assertThat(Card.stamp(2, one)).isGreaterThan(Card.stamp(1, other));
    }

    @Property(tries = 50)
    void card_ofOtherBytes_isNone(@ForAll byte[] bytes) {
        assertThat(Card.parse("x", bytes, digits(1))).isEmpty();
        assertThat(Member.parse(bytes, 1)).isEmpty();
    }

    @Property(tries = 50)
    void member_isReadBack_inTheirEpochOnly(@ForAll @LongRange(min = 1) long epoch, @ForAll Set<Long> numbers) {
        List<String> ids =
                numbers.stream().map(number -> new UUID(1, number).toString()).toList();
        Map<String, Integer> affinity = ids.stream().collect(java.util.stream.Collectors.toMap(id -> id, id -> 3));
        Map<String, Long> seen = ids.stream().collect(java.util.stream.Collectors.toMap(id -> id, id -> 4L));
        Member member = new Member(5, Set.copyOf(ids), ids, affinity, seen);
        assertThat(Member.parse(member.bytes(epoch), epoch)).contains(member);
        assertThat(Member.parse(member.bytes(epoch), epoch - 1)).isEmpty();
    }

    private static String digits(long epoch) {
        return Card.stamp(epoch, 0).substring(0, 10);
    }
}
