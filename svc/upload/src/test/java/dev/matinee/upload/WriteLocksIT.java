package dev.matinee.upload;

import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.upload.WriteLocks.Ask;
import dev.matinee.upload.WriteLocks.Hold;
import dev.matinee.upload.WriteLocks.LetGoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

class WriteLocksIT {
    private final RedisSettings settings = new RedisSettings(
            RedisServer.shared().url(), Optional.of(RedisServer.shared().password()));
    private final WriteLocks locks = new WriteLocks(settings, Duration.ofSeconds(1));

    @AfterEach
    void close() {
        locks.close();
    }

    @Test
    void letGo_meantForTheOneBefore_doesNotReachTheNext() throws Exception {
        UUID upload = UUID.randomUUID();
        String before;
        try (Hold first = locks.take(upload, Ask.FIRM).orElseThrow()) {
            before = first.named();
        }
        UUID marker = UUID.randomUUID();
        try (Hold second = locks.take(upload, Ask.FIRM).orElseThrow();
                Hold last = locks.take(marker, Ask.FIRM).orElseThrow()) {
            publish(WriteLocks.word(upload, Ask.FIRM, before), WriteLocks.word(marker, Ask.FIRM, last.named()));
            // Words come in order, so once the last one has heard its own, the second has been passed by.
            assertThatThrownBy(() -> readSilence(last)).isInstanceOf(LetGoException.class);
            assertThat(read(second)).isEqualTo(3);
            publish(WriteLocks.word(upload, Ask.FIRM, second.named()));
            assertThatThrownBy(() -> readSilence(second)).isInstanceOf(LetGoException.class);
        }
    }

    @Test
    void politeAsk_reachesWhoHasBeenSilent() {
        UUID upload = UUID.randomUUID();
        try (WriteLocks others = new WriteLocks(settings, Duration.ofMinutes(1));
                Hold silent = locks.take(upload, Ask.FIRM).orElseThrow()) {
            Thread asking = Thread.ofVirtual()
                    .start(() -> others.take(upload, Ask.POLITE).ifPresent(WriteLocks.Hold::close));
            assertThatThrownBy(() -> readSilence(silent)).isInstanceOf(LetGoException.class);
            assertThat(asking.isAlive()).isTrue();
        }
    }

    private static int read(Hold hold) throws IOException, LetGoException {
        return hold.read(new ByteArrayInputStream(new byte[3]), new byte[3], 3);
    }

    /** Reads where nothing ever comes, until woken. */
    private static void readSilence(Hold hold) throws LetGoException {
        try (PipedOutputStream silent = new PipedOutputStream();
                InputStream in = new PipedInputStream(silent)) {
            hold.read(in, new byte[1], 1);
        } catch (IOException e) {
            // The interrupt woke it; the next reading says why.
            readSilence(hold);
        }
    }

    private void publish(String... words) {
        Config config = settings.config(new RedisSettings.Patience(Duration.ofSeconds(10), 1, 4));
        RedissonClient redis = Redisson.create(config);
        try {
            for (String word : words) {
                redis.getTopic("upload:let-go", StringCodec.INSTANCE).publish(word);
            }
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void heldLock_is423ForOthers() {
        TestService.endShared();
        try (TestService impatient = new TestService(Map.of("upload.lock.wait", "PT1S"))) {
            TusClient client = TusClient.creator(impatient);
            String path = client.begin(10);
            UUID id = UUID.fromString(TusClient.id(path));
            try (Hold hold = locks.take(id, Ask.FIRM).orElseThrow()) {
                assertThat(hold).isNotNull();
                assertThat(client.head(path).statusCode()).isEqualTo(423);
                assertThat(client.patch(path, 0, film(10, 1)).statusCode()).isEqualTo(423);
                assertThat(client.delete(path).statusCode()).isEqualTo(423);
            }
            assertThat(client.offset(path)).isZero();
        }
    }
}
