package dev.matinee.upload;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.sql.DatabaseSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

record UploadConfig(
        ServiceSettings service,
        DatabaseSettings database,
        KafkaSettings kafka,
        TokenSettings tokens,
        RedisSettings redis,
        S3 s3,
        AddressSecrets addresses,
        URI publicUrl,
        List<String> corsOrigins,
        Limits limits,
        Sweep sweep,
        Quota quota) {
    static final String NAME = "upload";

    private static final int MIB = 1024 * 1024;
    /** S3 takes 10,000 parts; the rest is for part numbers that a crashed writer leaves unused. */
    private static final int USABLE_PARTS = 9_000;

    /** @param metrics where SeaweedFS's counters say whether there is room; empty when S3 itself does */
    record S3(URI endpoint, String access, String secret, String region, String bucket, Optional<URI> metrics) {
        @Override
        public String toString() {
            return "S3[" + endpoint + "/" + bucket + "]";
        }
    }

    record Limits(long maxBytes, long maxPhotoBytes, int partBytes, Duration expiry, Duration lockWait, Path spool) {
        /** Bytes of an upload that is described so. */
        long maxBytes(UploadMetadata metadata) {
            return metadata.isPhoto() ? maxPhotoBytes : maxBytes;
        }
    }

    record Sweep(Duration every, Duration orphans, Duration remember) {}

    record Quota(long heldBytes, long dayBytes, int dayUploads, int dayPartials, int waitingAddresses) {}

    static UploadConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new UploadConfig(
                service,
                new DatabaseSettings(
                        settings.text("db.url"),
                        settings.text("db.user"),
                        settings.text("db.password"),
                        settings.integer("db.pool", 3, 200)),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                new RedisSettings(settings.uri("redis.url"), settings.find("redis.password")),
                new S3(
                        settings.uri("s3.endpoint"),
                        settings.text("s3.access"),
                        settings.text("s3.secret"),
                        settings.text("s3.region"),
                        settings.text("s3.bucket"),
                        settings.findUri("s3.metrics")),
                new AddressSecrets(key(settings)),
                settings.uri("public.url"),
                settings.list("cors.origins"),
                limits(settings),
                new Sweep(
                        settings.positiveDuration("upload.sweep.every"),
                        settings.positiveDuration("upload.sweep.orphans"),
                        settings.positiveDuration("upload.remember")),
                new Quota(
                        settings.size("quota.held.bytes"),
                        settings.size("quota.day.bytes"),
                        settings.integer("quota.day.uploads", 1, 1_000_000),
                        settings.integer("quota.day.partials", 1, 1_000_000),
                        settings.integer("quota.waiting.addresses", 1, 1_000_000)));
    }

    private static byte[] key(Settings settings) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(settings.text("direct.key"));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("direct.key", "is not Base64");
        }
        if (key.length < AddressSecrets.KEY_BYTES) {
            throw new InvalidSettingException("direct.key", "must be " + AddressSecrets.KEY_BYTES + " bytes or more");
        }
        return key;
    }

    private static Limits limits(Settings settings) {
        long maxBytes = settings.size("upload.max.bytes");
        int partBytes = settings.integer("upload.part.bytes", 5 * MIB, 16 * MIB);
        if (maxBytes / partBytes >= USABLE_PARTS) {
            throw new InvalidSettingException(
                    "upload.max.bytes", "is more than " + USABLE_PARTS + " parts of upload.part.bytes");
        }
        Path spool =
                Path.of(settings.find("upload.spool.folder").orElseGet(() -> System.getProperty("java.io.tmpdir")));
        if (!Files.isWritable(spool)) {
            throw new InvalidSettingException("upload.spool.folder", "is not a folder that can be written to");
        }
        long maxPhotoBytes = settings.size("upload.max.photo");
        if (maxPhotoBytes > maxBytes) {
            throw new InvalidSettingException("upload.max.photo", "is more than upload.max.bytes");
        }
        return new Limits(
                maxBytes,
                maxPhotoBytes,
                partBytes,
                settings.positiveDuration("upload.expiry"),
                settings.positiveDuration("upload.lock.wait"),
                spool);
    }
}
