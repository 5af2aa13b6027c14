package dev.matinee.encoder;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.DatabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Everything that can be set; the only reader of configuration. */
record EncoderConfig(
        ServiceSettings service,
        DatabaseSettings database,
        KafkaSettings kafka,
        S3 s3,
        TokenSettings tokens,
        int workers,
        Path work,
        MediaPrograms programs,
        String preset,
        Pace pace,
        boolean sandboxRequired,
        long maxSourceBytes,
        long maxPhotoBytes,
        Timing timing,
        IngestLimits limits) {
    static final String SERVICE = "encoder";

    private static final long MAX_PIXELS = 8192L * 4320;
    private static final int MAX_STREAMS = 32;
    // Beyond this x264 gains little and needs more memory and bits.
    private static final int MOST_THREADS = 16;

    /** @param bucket where versions are published */
    record S3(URI endpoint, String access, String secret, String region, String bucket) {
        @Override
        public String toString() {
            return "S3[" + endpoint + "/" + bucket + "]";
        }
    }

    /**
     * @param lease how long a silent worker keeps its job
     * @param retry pause after the first failed try
     * @param attempt of one try
     * @param deadline of the whole job
     * @param keep a replaced version
     * @param retention of a job that has ended
     */
    record Timing(
            Duration lease, Duration retry, Duration attempt, Duration deadline, Duration keep, Duration retention) {
        Duration heartbeat() {
            return lease.dividedBy(2);
        }
    }

    static EncoderConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(SERVICE, settings);
        Timing timing = new Timing(
                settings.duration("encoder.lease"),
                settings.duration("encoder.retry"),
                settings.duration("encoder.attempt"),
                settings.duration("encoder.deadline"),
                settings.duration("encoder.keep"),
                settings.duration("encoder.retention"));
        if (timing.lease().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidSettingException("encoder.lease", "must be a second at least");
        }
        int threads = settings.integer("encoder.threads", 0, 256);
        IngestLimits limits = new IngestLimits(
                MAX_PIXELS,
                MAX_STREAMS,
                settings.duration("encoder.maxduration"),
                timing.attempt(),
                settings.size("encoder.maxmemory"),
                settings.size("encoder.maxoutput"),
                threads == 0 ? Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()) : threads);
        return new EncoderConfig(
                service,
                new DatabaseSettings(
                        settings.text("db.url"),
                        settings.text("db.user"),
                        settings.find("db.password").orElse(""),
                        settings.integer("db.pool", 2, 100)),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                new S3(
                        settings.uri("s3.endpoint"),
                        settings.text("s3.access"),
                        settings.text("s3.secret"),
                        settings.text("s3.region"),
                        settings.text("s3.bucket")),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                settings.integer("encoder.workers", 0, 64),
                Path.of(settings.text("encoder.work")).toAbsolutePath(),
                new MediaPrograms(settings.text("encoder.ffmpeg"), settings.text("encoder.ffprobe")),
                settings.text("encoder.preset"),
                new Pace(
                        settings.duration("encoder.lowestfirst"),
                        settings.duration("encoder.chunksfrom"),
                        settings.duration("encoder.chunk")),
                sandboxRequired(settings),
                settings.size("encoder.maxsource"),
                settings.size("encoder.maxphoto"),
                timing,
                limits);
    }

    private static boolean sandboxRequired(Settings settings) {
        return switch (settings.text("encoder.sandbox")) {
            case "auto" -> false;
            case "required" -> true;
            default -> throw new InvalidSettingException("encoder.sandbox", "must be auto or required");
        };
    }
}
