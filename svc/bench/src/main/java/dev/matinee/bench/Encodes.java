package dev.matinee.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The encoding alone, by the encoder's own {@code Measure}: sandbox, ffmpeg and playlists, without queue and S3. On every
 * core, since that is what an encoder has; the film is made for it, 1080p with noise so that it costs what a real one does.
 */
final class Encodes {
    static final Row LADDER = new Row(
            "ladder", "encoder: a film's whole ladder in one run, and how soon the lowest rung plays", Encodes::ladder);
    static final Row CHUNKS = new Row("chunks", "encoder: a film in chunks by single-thread workers", Encodes::chunks);

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int THREADS = 2;

    private Encodes() {}

    private static List<Finding> ladder(Lab lab) {
        // Below ten seconds a film is made in one run; above, the lowest rung comes first, at the cost of a decode.
        Path shortFilm = film(lab, lab.option("short-seconds", 9));
        Path longFilm = film(lab, lab.option("film-seconds", 24));
        ServicePack pack = ServicePack.unpack(lab, "encoder");
        List<JsonNode> whole = measure(lab, pack, "whole", shortFilm, THREADS);
        List<JsonNode> rungs = measure(lab, pack, "rungs", shortFilm, THREADS);
        List<JsonNode> longer = measure(lab, pack, "whole", longFilm, THREADS);
        Pairs bare = Pairs.take(
                lab.pairs(),
                () -> number(measure(lab, pack, "ladder", shortFilm, THREADS).getLast(), "whole_s"),
                () -> bare(lab, whole, shortFilm));
        Pairs apart = Pairs.take(
                lab.pairs(),
                () -> number(measure(lab, pack, "ladder", shortFilm, THREADS).getLast(), "whole_s"),
                () -> bare(lab, rungs, shortFilm));
        List<Double> first = new ArrayList<>();
        Pairs lowestFirst = Pairs.take(
                lab.pairs(),
                () -> {
                    JsonNode read =
                            measure(lab, pack, "ladder", longFilm, THREADS).getLast();
                    first.add(number(read, "first_s") / number(read, "whole_s"));
                    return number(read, "whole_s");
                },
                () -> bare(lab, longer, longFilm));
        return List.of(
                Finding.ratio(
                        LADDER.name(),
                        "rendition ladder",
                        "the same flags in one ffmpeg",
                        "s",
                        bare,
                        Target.atMost(1.05)),
                Finding.ratio(
                        LADDER.name(), "rendition ladder", "one ffmpeg for each rung", "s", apart, Target.atMost(0.72)),
                Finding.ratio(
                        LADDER.name(),
                        "rendition ladder, lowest rung first",
                        "the same flags in one ffmpeg",
                        "s",
                        lowestFirst,
                        Target.atMost(1.05)),
                Finding.reading(
                        LADDER.name(),
                        "first playable rung",
                        "the whole ladder, same run",
                        first,
                        Target.atMost(0.35)));
    }

    private static List<Finding> chunks(Lab lab) {
        Path film = film(lab, lab.option("film-seconds", 24));
        ServicePack pack = ServicePack.unpack(lab, "encoder");
        int workers = lab.option("workers", 2);
        Pairs times = Pairs.take(
                lab.pairs(),
                () -> number(measure(lab, pack, "chunks", film, 1).getLast(), "wall_s"),
                () -> number(measure(lab, pack, "chunks", film, workers).getLast(), "wall_s"));
        return List.of(Finding.ratio(
                CHUNKS.name(),
                "chunks by one worker",
                "by " + workers + " workers",
                "s",
                times,
                Target.atLeast(0.85 * workers)));
    }

    private static Path film(Lab lab, int seconds) {
        Path film = lab.work().resolve("film-" + seconds + ".mp4");
        List<String> command = new ArrayList<>(lab.onEveryCore());
        command.addAll(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of("-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=24:d=" + seconds + ",noise=alls=8:allf=t"));
        command.addAll(List.of("-f", "lavfi", "-i", "sine=r=48000:d=" + seconds));
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-pix_fmt", "yuv420p"));
        command.addAll(List.of("-g", "48", "-c:a", "aac", film.toString()));
        Command.run(LIMIT, command);
        return film;
    }

    /** What the encoder's {@code Measure} prints. */
    private static List<JsonNode> measure(Lab lab, ServicePack pack, String what, Path film, int number) {
        List<String> command = new ArrayList<>(lab.onEveryCore());
        command.addAll(List.of(
                Lab.java(),
                "-cp",
                pack.folder().resolve("encoder.jar").toString(),
                "dev.matinee.encoder.Measure",
                what));
        command.addAll(List.of(film.toString(), Integer.toString(number)));
        List<JsonNode> read = new ArrayList<>();
        for (String line : Command.run(LIMIT, command).lines().toList()) {
            // The rest is what the logger says.
            if (line.startsWith("{")) {
                try {
                    read.add(new ObjectMapper().readTree(line));
                } catch (JsonProcessingException e) {
                    throw new BenchException("the encoder printed no measure: " + line, e);
                }
            }
        }
        if (read.isEmpty()) {
            throw new BenchException("the encoder measured nothing of " + what);
        }
        return read;
    }

    /** Seconds that ffmpeg takes for these commands by itself, one after the other. */
    private static double bare(Lab lab, List<JsonNode> commands, Path film) {
        long nanos = 0;
        for (JsonNode bare : commands) {
            Path folder = lab.work().resolve("bare");
            Command.run(LIMIT, List.of("rm", "-rf", "--", folder.toString()));
            try {
                for (JsonNode name : bare.path("folders")) {
                    Files.createDirectories(folder.resolve("out").resolve(name.asText()));
                }
                Files.createLink(folder.resolve("source"), film);
            } catch (IOException e) {
                throw new BenchException("cannot make " + folder, e);
            }
            List<String> command = new ArrayList<>(lab.onEveryCore());
            command.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString()));
            bare.path("command").forEach(word -> command.add(word.asText()));
            long begin = System.nanoTime();
            Command.run(LIMIT, command);
            nanos += System.nanoTime() - begin;
        }
        return nanos / 1e9;
    }

    private static double number(JsonNode read, String name) {
        if (!read.path(name).isNumber()) {
            throw new BenchException("the encoder measured no " + name + ": " + read);
        }
        return read.path(name).asDouble();
    }
}
