package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxIT {
    // Without it a machine that forbids namespaces fails the test of isolation rather than passing it over unseen.
    private static final String NO_BUBBLEWRAP = "MATINEE_TEST_NO_BUBBLEWRAP";

    @TempDir
    private Path work;

    private Path folder = Path.of("");

    @BeforeEach
    void open() throws Exception {
        work.toFile().setExecutable(true, false);
        work.toFile().setReadable(true, false);
        folder = Files.createDirectory(work.resolve("job"));
    }

    private Sandbox sandbox() throws Exception {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        sandbox.prepare(folder);
        return sandbox;
    }

    private String shell(Sandbox sandbox, String script) throws Exception {
        StringBuilder said = new StringBuilder();
        new MediaProcess(sandbox, Clips.LIMITS)
                .run(
                        folder,
                        List.of("sh", "-c", script),
                        Duration.ofSeconds(20),
                        stream -> said.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        return said.toString().strip();
    }

    @Test
    void start_anyMode_isNotRootAndWritesOnlyIntoOut() throws Exception {
        Sandbox sandbox = sandbox();
        assertThat(shell(sandbox, "id -u")).isNotEqualTo("0");
        assertThat(shell(sandbox, "touch source 2>/dev/null || echo refused"))
                .isEqualTo("root".equals(System.getProperty("user.name")) ? "refused" : refusedUnlessPlain(sandbox));
        assertThat(shell(sandbox, "touch out/file && echo written")).isEqualTo("written");
    }

    private static String refusedUnlessPlain(Sandbox sandbox) {
        return sandbox.mode() == Sandbox.Mode.LIMITS_ONLY ? "" : "refused";
    }

    private Sandbox isolated() throws Exception {
        Sandbox sandbox = sandbox();
        if (System.getenv(NO_BUBBLEWRAP) != null) {
            assumeThat(sandbox.mode()).isNotEqualTo(Sandbox.Mode.LIMITS_ONLY);
        }
        assertThat(sandbox.mode())
                .as("set %s=1 only where bubblewrap cannot be had", NO_BUBBLEWRAP)
                .isNotEqualTo(Sandbox.Mode.LIMITS_ONLY);
        return sandbox;
    }

    @Test
    void start_namespaces_seesNoNetworkNoSecretsAndNoOtherProcess() throws Exception {
        Sandbox sandbox = isolated();
        assertThat(shell(sandbox, "tail -n +3 /proc/net/dev | grep -vc '^ *lo:'"))
                .isEqualTo("0");
        assertThat(shell(sandbox, "ls /etc/passwd /home /root /work 2>/dev/null"))
                .isEmpty();
        assertThat(Integer.parseInt(shell(sandbox, "ls -d /proc/[0-9]* | wc -l")))
                .isLessThan(6);
        assertThat(shell(
                        sandbox,
                        "env | grep -v -e ^PWD= -e ^PATH= -e ^MALLOC_ARENA_MAX= -e ^SHLVL= -e ^_= -e ^OLDPWD="))
                .isEmpty();
    }

    @Test
    void run_pastItsWallTime_isEnded() throws Exception {
        Sandbox sandbox = sandbox();
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> new MediaProcess(sandbox, Clips.LIMITS)
                        .run(folder, List.of("sleep", "60"), Duration.ofMillis(1), stream -> {}))
                .satisfies(ended -> assertThat(ended.problem()).isEqualTo(MediaProblem.TOO_COSTLY));
    }

    @Test
    void run_pastItsWallTime_leavesNoProcessThatWrites() throws Exception {
        Sandbox sandbox = sandbox();
        String mark = "mark-" + UUID.randomUUID();
        String script = ": " + mark + "; i=0; while :; do i=$((i+1)); : > out/$i; done";
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> new MediaProcess(sandbox, Clips.LIMITS)
                        .run(folder, List.of("sh", "-c", script), Duration.ofMillis(1), stream -> {}));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            assertThat(processes.filter(process -> commandLine(process).contains(mark)))
                    .isEmpty();
        }
        try (Stream<Path> written = Files.list(folder.resolve("out"))) {
            assertThat(written).isNotEmpty();
        }
        Folders.delete(folder);
        assertThat(folder).doesNotExist();
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // Not a process, or one that has ended.
            return "";
        }
    }

    @Test
    void run_fileLargerThanTheLimit_isEndedByTheKernel() throws Exception {
        IngestLimits tiny = new IngestLimits(1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 1L << 30, 1 << 20, 1);
        Sandbox sandbox = Sandbox.strongest(work, List.of("true"), tiny, false);
        sandbox.prepare(folder);
        MediaExit ended = new MediaProcess(sandbox, Clips.LIMITS)
                .run(
                        folder,
                        List.of("sh", "-c", "exec dd if=/dev/zero of=out/big bs=1M count=8"),
                        Duration.ofSeconds(20),
                        stream -> {});
        assertThat(ended.code()).isNotZero();
        assertThat(ended.ranOut()).isTrue();
        assertThat(Files.size(folder.resolve("out/big"))).isLessThanOrEqualTo(1 << 20);
    }

    @ParameterizedTest
    @CsvSource({"SEGV, true", "ABRT, true", "KILL, false", "TERM, false"})
    void run_endedByASignal_isACrashOnlyWhereItFellByItself(String signal, boolean crashed) throws Exception {
        MediaExit ended = new MediaProcess(sandbox(), Clips.LIMITS)
                .run(
                        folder,
                        List.of("sh", "-c", "sh -c 'kill -" + signal + " $$'"),
                        Duration.ofMinutes(2),
                        stream -> {});
        assertThat(ended.failed()).isTrue();
        assertThat(ended.ranOut()).isFalse();
        assertThat(ended.crashed()).isEqualTo(crashed);
        assertThat(ended.endedFromOutside()).isEqualTo(!crashed);
    }

    @Test
    void run_forkBomb_isHeldIn() throws Exception {
        Sandbox sandbox = isolated();
        String bomb = "i=0; while [ $i -lt 2000 ]; do sleep 60 & i=$((i+1)); echo $i > out/started; done";
        MediaExit ended = new MediaProcess(sandbox, Clips.LIMITS)
                .run(folder, List.of("sh", "-c", bomb), Duration.ofMinutes(2), stream -> {});
        assertThat(ended.errors()).containsIgnoringCase("cannot fork");
        assertThat(Integer.parseInt(
                        Files.readString(folder.resolve("out/started")).strip()))
                .isBetween(300, 600);
    }

    @Test
    void run_namespaces_hasNoMemoryToFillBesideItsOwn() throws Exception {
        Sandbox sandbox = isolated();
        String fill = "dd if=/dev/zero of=/tmp/big bs=64k count=64 2> /dev/null; stat -c %s /tmp/big";
        assertThat(Long.parseLong(shell(sandbox, fill))).isLessThanOrEqualTo(1 << 20);
        assertThat(shell(sandbox, "for at in / /dev /dev/shm; do touch $at/file 2> /dev/null || echo refused; done"))
                .isEqualTo("refused\nrefused\nrefused");
        assertThat(shell(sandbox, "echo lost > /dev/null && echo written")).isEqualTo("written");
    }

    @Test
    void run_moreMemoryThanTheLimit_isEnded() throws Exception {
        Sandbox sandbox = sandbox();
        MediaExit ended = new MediaProcess(sandbox, Clips.LIMITS)
                .run(
                        folder,
                        List.of("dd", "if=/dev/zero", "of=/dev/null", "bs=6G", "count=1"),
                        Duration.ofSeconds(20),
                        stream -> {});
        assertThat(ended.code()).isNotZero();
        assertThat(ended.errors()).contains("exhausted");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void strongest_probeThatNeverEnds_isRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Sandbox.strongest(
                        work, List.of("sleep", "infinity"), Clips.LIMITS, false, Duration.ofMillis(100)));
    }

    @Test
    void strongest_programMissing_isRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Sandbox.strongest(work, List.of("no-such-ffmpeg"), Clips.LIMITS, false));
    }
}
