package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = "Brings back what ./matinee backup saved, while the stack is down; then ./matinee up.",
        footer = {
            "",
            "Everything is made beside what is there and takes its place at the end, so a cut one is just run again.",
            "What follows from it makes itself anew: the search index, feeds and caches. What only Kafka had, events of the",
            "last moments, is gone, and so are uploads that were under way."
        })
final class RestoreCommand implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "BACKUP", description = "Which; the newest, unless told.")
    private Optional<String> id = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "A moment between two backups instead, as 2026-11-23T16:20:00Z.")
    private Optional<Instant> at = Optional.empty();

    @Option(names = "--force", description = "Although there is data already; it is put aside, not deleted.")
    private boolean force;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private BackupCommand.Where where;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private BackupCommand.Passphrase passphrase;

    @Override
    public void run() {
        var checkout = Checkout.current();
        var folder = where.of(checkout);
        var plan = RestorePlan.of(folder.list(), id, at);
        var data = checkout.data();
        try (var console = Console.standard()) {
            var agents = new Agents(checkout, console);
            if (agents.nomad().running().isPresent()
                    || agents.consul().running().isPresent()) {
                throw CliError.refused("the stack runs; ./matinee down first, then restore");
            }
            var there = !Checkout.list(data).isEmpty();
            if (there && !force) {
                throw CliError.refused("there is data already in " + checkout.shown(data)
                        + "; --force puts it aside, ./matinee down --purge deletes it");
            }
            console.title("Restoring " + plan.objects().getLast().id());
            var secrets = secrets(folder, plan, passphrase.read());
            var place = checkout.run().resolve("restore");
            folder.alone(() -> {
                        Restoration.clear(place);
                        new Restoration(folder, Restoration.Programs.of(checkout, console), console)
                                .into(place, plan, BackupCommand.bucketNames());
                        return settle(checkout, place, secrets, there);
                    })
                    .ifPresent(aside -> console.warn("what was there before is in " + checkout.shown(aside)));
            console.title("Restored; ./matinee up starts it");
        }
    }

    /** Puts what was made into its place. Until the last step it can all be done again. */
    private static Optional<Path> settle(Checkout checkout, Path place, Map<String, String> secrets, boolean there) {
        try {
            var aside = Optional.<Path>empty();
            if (there) {
                var old = checkout.run()
                        .resolve("data-before-" + Instant.now().toString().replace(":", ""));
                Files.move(checkout.data(), old);
                Json.store(old.resolve("secrets.json"), Stack.savedSecrets(checkout));
                aside = Optional.of(old);
            }
            // Before the data: with another's passwords nobody would get in.
            Stack.saveSecrets(checkout, secrets);
            Checkout.made(checkout.data());
            Files.move(Restoration.seaweedfs(place), Restoration.seaweedfs(checkout.data()));
            Files.move(Restoration.postgresql(place), Restoration.postgresql(checkout.data()));
            Restoration.clear(place);
            return aside;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> secrets(BackupFolder folder, RestorePlan plan, Optional<char[]> passphrase) {
        var manifest = plan.secrets();
        var file = manifest.secrets().checked(folder.of(manifest));
        try {
            var kept = Files.readAllBytes(file);
            if (manifest.sealed()) {
                kept = Secrecy.open(
                        kept,
                        passphrase.orElseThrow(() -> CliError.refused(
                                "the backup's secrets are encrypted; --passphrase-file names what opens them")));
            }
            var secrets = new TreeMap<String, String>();
            for (Map.Entry<String, JsonNode> entry :
                    Json.parse(new String(kept, StandardCharsets.UTF_8)).properties()) {
                secrets.put(entry.getKey(), entry.getValue().asText());
            }
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
