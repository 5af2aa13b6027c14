package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    private static final int COMING_AND_GOING = 200;
    private static final int LOOKS = 300;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void size_filesGoWhileItLooks_countsTheOthers() throws Exception {
        Files.writeString(folder.resolve("stays"), "12345");
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("stays"), "12345");
        AtomicBoolean enough = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> churn = writer.submit(() -> {
                while (!enough.get()) {
                    for (int i = 0; i < COMING_AND_GOING; i++) {
                        Files.createFile(folder.resolve(i + ".tmp"));
                    }
                    begun.countDown();
                    for (int i = 0; i < COMING_AND_GOING; i++) {
                        Files.delete(folder.resolve(i + ".tmp"));
                    }
                }
                return begun;
            });
            try {
                begun.await();
                for (int look = 0; look < LOOKS; look++) {
                    assertThat(Folders.size(folder)).isEqualTo(10);
                    assertThat(Folders.files(folder))
                            .contains(folder.resolve("below").resolve("stays"));
                }
            } finally {
                enough.set(true);
            }
            churn.get();
        }
    }

    @Test
    void delete_linkInside_takesTheLinkAndNotWhatItPointsTo() throws Exception {
        Path kept = Files.writeString(folder.resolve("kept"), "film");
        Path job = folder.resolve("job");
        Files.createDirectories(job.resolve("out"));
        Files.createSymbolicLink(job.resolve("out").resolve("link"), kept);
        Files.createSymbolicLink(job.resolve("out").resolve("folder"), folder);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Folders.requirePlain(job));
        Folders.delete(job);
        assertThat(job).doesNotExist();
        assertThat(kept).hasContent("film");
    }
}
