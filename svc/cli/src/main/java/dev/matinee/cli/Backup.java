package dev.matinee.cli;

import dev.matinee.cli.BackupManifest.Part;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes one backup while everything runs. Objects are copied before PostgreSQL and again behind it: what a row names was there
 * before the row, so the second time it is found; what a later row let go of was still there the first time.
 */
final class Backup {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final BackupFolder folder;
    private final DatabaseCopy database;
    private final Map<String, S3Client> buckets;
    private final Console console;

    Backup(BackupFolder folder, DatabaseCopy database, Map<String, S3Client> buckets, Console console) {
        this.folder = folder;
        this.database = database;
        this.buckets = buckets;
        this.console = console;
    }

    /**
     * @param logOnly whether PostgreSQL's log since the last backup will do instead of all its files
     * @param secrets what the jobs' variables are made of, encrypted or not
     */
    BackupManifest make(boolean logOnly, byte[] secrets, boolean sealed) {
        folder.forgetCut();
        var before = folder.list();
        var cluster = database.cluster();
        var goesOn = database.keepLog();
        var last = before.isEmpty() ? Optional.<BackupManifest>empty() : Optional.of(before.getLast());
        var followed = last.filter(it -> goesOn && it.cluster().equals(cluster));
        if (logOnly && followed.isEmpty()) {
            throw CliError.failed("there is no backup of this PostgreSQL in " + folder.root()
                    + " that its log could go on from; make a whole one first: ./matinee backup");
        }
        var id = ID.format(Clock.systemUTC().instant());
        var place = Checkout.made(folder.root().resolve(id));

        var firstOfBase = "";
        var copy = new ObjectCopy(buckets, folder.pool(), note -> console.note("objects", note));
        var objects = new TreeMap<String, StoredObject>();
        var known = last.map(folder::objects).orElse(List.of());
        console.during("objects", () -> putAll(objects, copy.copy(known)), ignored -> said(copy, objects));

        var base = place.resolve("base.tar.gz");
        if (!logOnly) {
            firstOfBase = console.during(
                    "postgresql",
                    () -> database.base(base, done -> console.note("postgresql", (done >> 20) + " MiB")),
                    ignored -> "all its files");
        }
        var mark = database.mark();
        var there = Set.copyOf(database.segments());
        var behind = followed.map(it -> WalSegment.next(it.lastWal()));
        var unbroken = behind.filter(it -> there.containsAll(WalSegment.range(it, mark.segment())));
        if (logOnly && unbroken.isEmpty()) {
            throw CliError.failed("PostgreSQL has forgotten its log since the last backup (" + behind.orElse("")
                    + "), because more was written than it keeps (max_slot_wal_keep_size); a whole backup begins anew:"
                    + " ./matinee backup");
        }
        var first = logOnly ? unbroken.orElseThrow() : firstOfBase;
        var wal = console.during(
                "log",
                () -> segments(place, WalSegment.range(unbroken.orElse(first), mark.segment())),
                kept -> kept.size() + " segments");

        console.during(
                "objects again", () -> putAll(objects, copy.copy(objects.values())), ignored -> said(copy, objects));
        var list = place.resolve("objects.jsonl.gz");
        StoredObject.write(list, objects.values());
        var hidden = place.resolve(sealed ? "secrets.sealed" : "secrets.json");
        Secrecy.store(hidden, secrets);

        var manifest = new BackupManifest(
                id,
                mark.time(),
                cluster,
                unbroken.flatMap(ignored -> followed.map(BackupManifest::id)),
                logOnly ? Optional.empty() : Optional.of(kept(base)),
                first,
                mark.segment(),
                wal,
                kept(list),
                kept(hidden),
                sealed);
        Json.store(place.resolve(BackupManifest.FILE), manifest.toJson());
        BackupFolder.sync(place.resolve(BackupManifest.FILE));
        // Only now: until there is a manifest, nobody has what the server would forget.
        database.saved(mark);
        return manifest;
    }

    private static Part kept(Path file) {
        BackupFolder.sync(file);
        return Part.of(file);
    }

    private static boolean putAll(Map<String, StoredObject> all, Map<String, StoredObject> more) {
        all.putAll(more);
        return true;
    }

    private static String said(ObjectCopy copy, Map<String, StoredObject> objects) {
        return "%d, of them new %d with %d MiB".formatted(objects.size(), copy.copied(), copy.copiedBytes() >> 20);
    }

    private List<Part> segments(Path place, List<String> names) {
        var folder = Checkout.made(BackupFolder.wal(place));
        var kept = new ArrayList<Part>();
        for (var name : names) {
            var file = folder.resolve(BackupFolder.walFile(name));
            database.segment(name, file);
            kept.add(kept(file));
        }
        return List.copyOf(kept);
    }
}
