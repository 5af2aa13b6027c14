package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service as Nomad runs it: the pack that Maven made, with the flags of its job, and none that a site adds to save memory. */
record ServicePack(String name, Path folder, List<String> flags) {
    private static final Pattern FLAGS =
            Pattern.compile("\\bjvm = (?:concat\\([^\\[]*)?\\[(.*?)\\n {2}]", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern HEAP = Pattern.compile("\\$\\{var\\.site\\.resources\\.(\\w+)\\.heap}");

    static ServicePack unpack(Lab lab, String name) {
        Path archive = lab.root().resolve("svc/" + name + "/target/" + name + "-0.1.0.tar.gz");
        if (!Files.exists(archive)) {
            throw new BenchException(archive + " is not built");
        }
        Path folder = lab.work().resolve("pack-" + name);
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                Command.run(Duration.ofMinutes(1), List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
            }
            return new ServicePack(
                    name,
                    folder,
                    flags(
                            Files.readString(lab.root().resolve("nomad-jobs/" + name + ".nomad.hcl")),
                            Files.readString(lab.root().resolve("nomad-jobs/vars/dev.var"))));
        } catch (IOException e) {
            throw new BenchException("cannot unpack " + archive, e);
        }
    }

    /** What the job file's {@code jvm} lists, with the heap of the site's variables. */
    static List<String> flags(String job, String site) {
        Matcher list = FLAGS.matcher(job);
        if (!list.find()) {
            throw new BenchException("the job lists no flags of the JVM");
        }
        List<String> flags = new ArrayList<>();
        Matcher text = TEXT.matcher(list.group(1));
        while (text.find()) {
            flags.add(HEAP.matcher(text.group(1)).replaceAll(part -> heap(site, part.group(1))));
        }
        return List.copyOf(flags);
    }

    private static String heap(String site, String part) {
        Matcher heap =
                Pattern.compile("\\b" + part + "\\s*=\\s*\\{[^}]*heap = (\\d+)").matcher(site);
        if (!heap.find()) {
            throw new BenchException("the site gives " + part + " no heap");
        }
        return heap.group(1);
    }

    List<String> command() {
        List<String> command = new ArrayList<>(List.of(Lab.java()));
        command.addAll(flags);
        command.addAll(List.of("-jar", folder.resolve(name + ".jar").toString()));
        return command;
    }

    Server start(Lab lab, String id, Map<String, String> environment) {
        return Server.start(lab, id, command(), environment);
    }
}
