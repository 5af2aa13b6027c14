package dev.matinee.kit.test;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Who follows whom, as large as a real platform's and without room of its own: the same numbers always make the same graph.
 * The channel of rank r has {@code largest / r^exponent} followers, which is how follower counts are spread (a power law;
 * Kwak et al., "What is Twitter", 2010, found exponents near 1 for the ranked counts). Members and channels are numbers
 * from 0.
 *
 * @param members how many members there are
 * @param channels how many channels, the most followed first
 * @param largest followers of the first ones, at most {@code members}
 * @param plateau how many channels have as many as that
 * @param exponent how quickly the counts fall, about 1
 * @param seed what else is left to chance
 */
public record SocialGraph(int members, int channels, int largest, int plateau, double exponent, long seed) {
    public SocialGraph {
        if (members < 1 || channels < 1 || largest < 1 || largest > members || plateau < 1) {
            throw new IllegalArgumentException("no such graph: " + members + " members, " + channels + " channels, "
                    + largest + " followers at most, " + plateau + " channels of those");
        }
    }

    /** 100,000 members and 5,000 channels, three of which 50,000 follow. */
    public static SocialGraph realistic() {
        return new SocialGraph(100_000, 5_000, 50_000, 3, 1, 1);
    }

    /** How many follow a channel; at least one. */
    public int followersOf(int channel) {
        int rank = Math.max(0, channel - plateau + 1) + 1;
        return Math.max(1, (int) Math.round(largest / Math.pow(rank, exponent)));
    }

    /** Who follows a channel: different members, in no order that means anything. */
    public IntStream followers(int channel) {
        Random chance = new Random(seed * 31 + channel);
        long offset = chance.nextInt(members);
        long step = step(chance);
        return IntStream.range(0, followersOf(channel)).map(i -> (int) ((offset + i * step) % members));
    }

    /** Walking a ring in steps that share no divisor with its length meets each place once. */
    private long step(Random chance) {
        for (int step = 1 + chance.nextInt(members); ; step++) {
            if (greatestCommonDivisor(step, members) == 1) {
                return step;
            }
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
