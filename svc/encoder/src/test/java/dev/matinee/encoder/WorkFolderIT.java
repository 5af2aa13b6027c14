package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkFolderIT {
    private static final int PROCESSES = 3;
    private static final int TIMES = 200;

    @TempDir
    private Path work = Path.of("");

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void open_besideALivingProcess_leavesWhatItHas() throws Exception {
        Path job = folderOf(start(1));
        WorkFolder.open(work).close();
        assertThat(job).isDirectory();
    }

    @Test
    void open_afterAProcessWasKilled_clearsWhatItLeft() throws Exception {
        Process killed = start(1);
        Path left = folderOf(killed).getParent();
        assertThat(killed.destroyForcibly().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(left).isDirectory();
        WorkFolder.open(work).close();
        assertThat(left).doesNotExist();
    }

    @Test
    void open_afterAProcessWasKilledWhileItClearedUp_clearsTheRest() throws Exception {
        Path left = Files.createDirectories(work.resolve("process-1").resolve("job"));
        WorkFolder.open(work).close();
        assertThat(left.getParent()).doesNotExist();
    }

    @Test
    void open_anotherIsJustStarting_leavesItsFolder() throws Exception {
        WorkFolder starting = WorkFolder.prepare(work);
        WorkFolder.open(work).close();
        try (WorkFolder started = WorkFolder.announce(starting)) {
            assertThat(started.create("job")).isDirectory();
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void open_anotherDiedWhileItStarted_clearsItsFolderAfterAnHour() throws Exception {
        Path left = Files.createDirectory(work.resolve("new-1"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        WorkFolder.open(work).close();
        assertThat(left).doesNotExist();
    }

    @Test
    void open_manyProcessesAtOnce_noneLosesItsOwn() throws Exception {
        for (int i = 0; i < PROCESSES; i++) {
            start(TIMES);
        }
        for (Process process : started) {
            assertThat(folderOf(process)).isDirectory();
        }
        for (Process process : started) {
            process.getOutputStream().close();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(folders()).isEmpty();
    }

    private Process start(int times) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkFolderProcess.class.getName(),
                        work.toString(),
                        Integer.toString(times))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    private static Path folderOf(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        assertThat(line).as("what the process said before it ended").isNotNull();
        return Path.of(line);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            return entries.toList();
        }
    }
}
