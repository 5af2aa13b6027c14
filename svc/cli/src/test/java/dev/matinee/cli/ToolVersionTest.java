package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolVersionTest {
    private static final Map<String, String> PRINTED = Map.ofEntries(
            Map.entry("nomad", "Nomad v1.11.3\nBuildDate 2026-01-01T00:00:00Z\nRevision abc\n"),
            Map.entry("consul", "Consul v1.22.6\nRevision 1\nBuild Date 1970-01-01\nProtocol 2 spoken by default\n"),
            Map.entry(
                    "prometheus",
                    "prometheus, version 3.3.1 (branch: HEAD, revision: 1)\n  go version:       go1.26.8\n"),
            Map.entry("alertmanager", "alertmanager, version 0.31.1 (branch: HEAD, revision: 1)\n"),
            Map.entry("traefik", "Version:      3.7.15\nCodename:     langres\nGo version:   go1.26.9\n"),
            Map.entry("seaweedfs", "version 8000GB 4.48 pypi linux amd64\n"),
            Map.entry("postgresql", "postgres (PostgreSQL) 18.6\n"),
            Map.entry("redis", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n"),
            Map.entry("nginx", "nginx version: nginx/1.22.1\n"),
            Map.entry("ffmpeg", "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026\nbuilt with gcc 12\n"),
            Map.entry("bubblewrap", "bubblewrap 0.8.0\n"),
            Map.entry("chromium", "Chromium 156.0.8078.79 built on Debian GNU/Linux 12\n"),
            Map.entry("shellcheck", "ShellCheck - shell script analysis tool\nversion: 0.9.0\nlicense: GPLv3\n"));

    @Test
    void find_whatEachToolPrints_fitsItsEntry() {
        var asked = new HashSet<String>();
        for (var tool : Tools.ALL) {
            var asks = tool.asks();
            if (asks == null) {
                continue;
            }
            asked.add(tool.name());
            var printed = Objects.requireNonNull(PRINTED.get(tool.name()), tool.name());
            assertThat(ToolVersion.find(asks.pattern(), printed))
                    .as(tool.name())
                    .hasValueSatisfying(
                            version -> assertThat(tool.accepts(version)).isTrue());
        }
        assertThat(asked).isEqualTo(PRINTED.keySet());
    }

    @ParameterizedTest
    @CsvSource({"1.11.3, true", "1.11.9, true", "1.10.3, false", "2.11.3, false", "1.111.3, false"})
    void accepts_builtTool_onlyTheSameMajorAndMinor(String found, boolean accepted) {
        var nomad = tool("nomad");
        assertThat(nomad.accepts(ToolVersion.of(found))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource({"1.22.1, true", "1.24.0, true", "2.0, true", "1.18.0, false", "1.3, false"})
    void accepts_distributionsTool_thatOrLater(String found, boolean accepted) {
        assertThat(tool("nginx").accepts(ToolVersion.of(found))).isEqualTo(accepted);
    }

    @Test
    void find_somethingElse_isNoVersion() {
        assertThat(ToolVersion.find("Nomad v(\\S+)", "bash: nomad: command not found"))
                .isEmpty();
        assertThat(ToolVersion.find("version (\\S+)", "version unknown")).isEmpty();
    }

    @Test
    void all_everyTool_isThereOnce() {
        assertThat(Stream.concat(Tools.ALL.stream(), Tools.BENCH.stream()).map(Tool::name))
                .doesNotHaveDuplicates();
    }

    private static Tool tool(String name) {
        return Tools.ALL.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
