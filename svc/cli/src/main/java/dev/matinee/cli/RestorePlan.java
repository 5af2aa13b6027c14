package dev.matinee.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Which backups bring back a moment.
 *
 * @param base whose copy of PostgreSQL's files to begin with
 * @param wal the log to replay over it, in order: who has each segment, and it
 * @param at where to stop; without, at the last backup's end
 * @param objects whose lists of objects to take, of the same name the later one's
 * @param secrets whose secrets
 */
record RestorePlan(
        BackupManifest base,
        List<Segment> wal,
        Optional<Instant> at,
        List<BackupManifest> objects,
        BackupManifest secrets) {
    /** A piece of the log. */
    record Segment(BackupManifest owner, BackupManifest.Part part) {}

    /**
     * @param all whole backups, oldest first
     * @param id the one to bring back; none for the newest
     * @param at a moment instead of a backup's own
     */
    static RestorePlan of(List<BackupManifest> all, Optional<String> id, Optional<Instant> at) {
        if (all.isEmpty()) {
            throw CliError.failed("there is no backup; ./matinee backup makes one");
        }
        if (at.isPresent()) {
            return at(all, at.get());
        }
        var last = id.map(wanted -> find(all, wanted)
                        .orElseThrow(() -> CliError.failed("there is no backup " + wanted + "; there are "
                                + String.join(
                                        ", ",
                                        all.stream().map(BackupManifest::id).toList()))))
                .orElse(all.getLast());
        var chain = chain(all, last);
        return new RestorePlan(chain.getFirst(), wal(chain), Optional.empty(), List.of(last), last);
    }

    private static RestorePlan at(List<BackupManifest> all, Instant at) {
        var last = all.stream()
                .filter(it -> !it.point().isBefore(at))
                .findFirst()
                .orElseThrow(() -> CliError.failed(
                        "what was saved reaches to " + all.getLast().point() + " and not to " + at
                                + "; ./matinee backup --log saves what came since"));
        if (last.point().equals(at)) {
            return of(all, Optional.of(last.id()), Optional.empty());
        }
        // Files that were copied later than that cannot be taken back to it, but those before can be taken on to it.
        var before = last.follows()
                .flatMap(id -> find(all, id))
                .filter(it -> !it.point().isAfter(at))
                .orElseThrow(() -> tooEarly(all, at));
        var chain = new ArrayList<>(chain(all, before));
        chain.add(last);
        return new RestorePlan(chain.getFirst(), wal(chain), Optional.of(at), List.of(before, last), before);
    }

    private static Optional<BackupManifest> find(List<BackupManifest> all, String id) {
        return all.stream().filter(it -> it.id().equals(id)).findFirst();
    }

    private static CliError tooEarly(List<BackupManifest> all, Instant at) {
        return CliError.failed("no backup from before " + at + " goes on to it without a gap; the oldest is of "
                + all.getFirst().point());
    }

    /** The whole backup that this one goes on from, what lies between, and itself. */
    private static List<BackupManifest> chain(List<BackupManifest> all, BackupManifest last) {
        var chain = new ArrayList<BackupManifest>();
        chain.add(last);
        while (!chain.getFirst().full()) {
            chain.addFirst(chain.getFirst()
                    .follows()
                    .flatMap(id -> find(all, id))
                    .orElseThrow(() -> CliError.failed(
                            "the whole backup that " + last.id() + " goes on from is not there any more")));
        }
        return chain;
    }

    private static List<Segment> wal(List<BackupManifest> chain) {
        var there = new HashMap<String, Segment>();
        for (var manifest : chain) {
            manifest.wal().forEach(part -> there.put(part.name(), new Segment(manifest, part)));
        }
        return WalSegment.range(chain.getFirst().firstWal(), chain.getLast().lastWal()).stream()
                .map(name -> Optional.ofNullable(there.get(BackupFolder.walFile(name)))
                        .orElseThrow(() -> CliError.failed("PostgreSQL's log has a gap at " + name + " between "
                                + chain.getFirst().id() + " and "
                                + chain.getLast().id())))
                .toList();
    }
}
