package dev.matinee.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the rankers make of what they look at. */
final class Scores {
    /** After so long a publication counts half as much at home. */
    static final Duration HOME_HALF = Duration.ofHours(24);

    /** What is trending is asked of so much of the past, */
    static final Duration TRENDING_WINDOW = Duration.ofDays(2);

    /** within which something counts half as much after so long. */
    static final Duration TRENDING_HALF = Duration.ofHours(12);

    static final double WATCH = 1;
    static final double LIKE = 3;
    static final double PUBLICATION = 1;

    /** After so long two things watched by the same member count half as much. */
    static final Duration TOGETHER_HALF = Duration.ofDays(30);

    /** So many likes and finished watches of a channel are as much interest as can be. */
    private static final int FULL_AFFINITY = 5;

    private Scores() {}

    /** 1 now, ½ after the half-life, and so on; 1 for what lies ahead. */
    static double decay(Instant at, Instant now, Duration half) {
        return decay(at.toEpochMilli(), now.toEpochMilli(), half);
    }

    private static double decay(long at, long now, Duration half) {
        return Math.pow(0.5, (double) Math.max(0, now - at) / half.toMillis());
    }

    /** {@code recency · (1 + popularity / 4) · (1 + affinity)}; popularity is log10(1 + watches + 3 · likes). */
    static double ofHome(Card card, Member member, Instant now) {
        return recency(card, now) * (1 + popularity(card) / 4) * (1 + affinity(card, member));
    }

    private static double recency(Card card, Instant now) {
        return decay(card.publishedAt(), now.toEpochMilli(), HOME_HALF);
    }

    private static double popularity(Card card) {
        return Math.log10(1 + WATCH * card.watches() + LIKE * card.likes());
    }

    private static double affinity(Card card, Member member) {
        return Math.min(1, member.affinity().getOrDefault(card.channel(), 0) / (double) FULL_AFFINITY);
    }

    /** The score of {@link #ofHome} with what it is made of: for what is shown, and not for all that is ranked. */
    static Reason home(Card card, Member member, Instant now) {
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("recency", recency(card, now));
        features.put("popularity", popularity(card));
        features.put("affinity", affinity(card, member));
        features.put("seen", member.sawBy(card.id(), now.toEpochMilli()) ? 1.0 : 0.0);
        return new Reason(
                Ranking.HOME.wireName(), features, ofHome(card, member, now), "You follow " + card.channelName());
    }

    /** The time of publication, in seconds. */
    static Reason following(Card card, Instant now) {
        double hours =
                Duration.between(Instant.ofEpochMilli(card.publishedAt()), now).toMillis() / 3_600_000.0;
        return new Reason(
                Ranking.FOLLOWING.wireName(),
                Map.of("age_hours", hours),
                card.publishedAt() / 1000.0,
                "You follow " + card.channelName());
    }
}
