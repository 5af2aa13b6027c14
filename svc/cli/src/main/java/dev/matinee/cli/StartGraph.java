package dev.matinee.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which part needs which others: what may start at once, what next, and in which order all of it may stop. */
record StartGraph(Map<String, Set<String>> needs) {
    StartGraph {
        var copy = new TreeMap<String, Set<String>>();
        needs.forEach((part, others) -> copy.put(part, Set.copyOf(others)));
        needs = Collections.unmodifiableMap(copy);
        for (var entry : needs.entrySet()) {
            for (var other : entry.getValue()) {
                if (!needs.containsKey(other)) {
                    throw CliError.failed(entry.getKey() + " needs " + other + ", which is not a part");
                }
            }
        }
    }

    static StartGraph of(Map<String, String> commaSeparated) {
        var needs = new LinkedHashMap<String, Set<String>>();
        commaSeparated.forEach((part, text) -> {
            var others = new TreeSet<String>();
            for (var other : text.split(",", -1)) {
                if (!other.isBlank()) {
                    others.add(other.strip());
                }
            }
            needs.put(part, others);
        });
        return new StartGraph(needs);
    }

    /** Parts in groups: all a group needs is in the groups before it. */
    List<Set<String>> waves() {
        var waves = new ArrayList<Set<String>>();
        var done = new TreeSet<String>();
        while (done.size() < needs.size()) {
            var wave = new TreeSet<String>();
            needs.forEach((part, others) -> {
                if (!done.contains(part) && done.containsAll(others)) {
                    wave.add(part);
                }
            });
            if (wave.isEmpty()) {
                var rest = new TreeSet<>(needs.keySet());
                rest.removeAll(done);
                throw CliError.failed("these parts wait for each other in a circle: " + String.join(", ", rest));
            }
            done.addAll(wave);
            waves.add(wave);
        }
        return List.copyOf(waves);
    }

    /** The other way round, for stopping: a part stops only after everything that needs it. */
    StartGraph reversed() {
        var dependents = new TreeMap<String, Set<String>>();
        needs.keySet().forEach(part -> dependents.put(part, new TreeSet<>()));
        needs.forEach((part, others) -> others.forEach(
                other -> dependents.computeIfAbsent(other, k -> new TreeSet<>()).add(part)));
        return new StartGraph(dependents);
    }
}
