package dev.matinee.kit.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The core distribution with a plugin that gives it the two filters which the full one has besides: the full one is in no
 * package registry. The plugin is compiled against the server's own jars, and names the same classes of Lucene.
 */
final class RichElasticsearch {
    private static final String SOURCE = "MoreAnalysis.java";

    private RichElasticsearch() {}

    /** The folder that holds {@code bin/elasticsearch}. */
    static Path folder() {
        String source = source();
        String version = Tools.ELASTICSEARCH;
        return ToolCache.folder(
                "test-elasticsearch-" + version + "-rich-" + Integer.toHexString(source.hashCode()), folder -> {
                    Commands.run(
                            folder, List.of("cp", "-R", Tools.elasticsearch().toString() + "/.", folder.toString()));
                    Path classes = Files.createDirectories(folder.resolve("more-analysis"));
                    Files.writeString(classes.resolve(SOURCE), source);
                    Path plugin = Files.createDirectories(folder.resolve("plugins/more-analysis"));
                    Path java = Path.of(System.getProperty("java.home"), "bin");
                    Commands.run(
                            classes,
                            List.of(
                                    java.resolve("javac").toString(),
                                    "-proc:none",
                                    "--release",
                                    "17",
                                    "-d",
                                    ".",
                                    "-cp",
                                    folder.resolve("lib") + "/*",
                                    SOURCE));
                    Files.delete(classes.resolve(SOURCE));
                    Commands.run(
                            classes,
                            List.of(
                                    java.resolve("jar").toString(),
                                    "--create",
                                    "--file",
                                    plugin.resolve("more-analysis.jar").toString(),
                                    "dev"));
                    Files.writeString(plugin.resolve("plugin-descriptor.properties"), """
                            name=more-analysis
                            description=Folding and stemming
                            version=1
                            classname=dev.matinee.analysis.MoreAnalysis
                            java.version=17
                            elasticsearch.version=%s
                            """.formatted(version));
                    Commands.run(folder, List.of("rm", "-r", classes.toString()));
                });
    }

    private static String source() {
        try (InputStream in = RichElasticsearch.class.getResourceAsStream("/elasticsearch/" + SOURCE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
