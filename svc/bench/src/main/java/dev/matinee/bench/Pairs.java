package dev.matinee.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Readings of ours and of the peer, taken in turn: what the machine does beside falls on both. Who goes first changes with
 * each pair, so that neither always follows the other.
 */
record Pairs(List<Double> ours, List<Double> peer) {
    Pairs {
        if (ours.size() != peer.size()) {
            throw new IllegalArgumentException(ours.size() + " readings beside " + peer.size());
        }
        ours = List.copyOf(ours);
        peer = List.copyOf(peer);
    }

    static Pairs take(int count, DoubleSupplier ours, DoubleSupplier peer) {
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int pair = 0; pair < count; pair++) {
            if (pair % 2 == 0) {
                first.add(ours.getAsDouble());
                second.add(peer.getAsDouble());
            } else {
                second.add(peer.getAsDouble());
                first.add(ours.getAsDouble());
            }
        }
        return new Pairs(first, second);
    }

    /** Ours divided by the peer's, pair by pair. */
    Spread ratios() {
        return Spread.of(IntStream.range(0, ours.size())
                .mapToObj(pair -> ours.get(pair) / peer.get(pair))
                .toList());
    }

    /** Ours less the peer's, pair by pair. */
    Spread differences() {
        return Spread.of(IntStream.range(0, ours.size())
                .mapToObj(pair -> ours.get(pair) - peer.get(pair))
                .toList());
    }
}
