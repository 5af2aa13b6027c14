package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who somebody is in the warehouse. A member is the same for ever, by the service's key, so that what is theirs can be found
 * and erased. A visitor is somebody else every day: the day's salt is made by chance, kept in a file so that a restart changes
 * nobody, and deleted a day later, after which no address can be tried against an id any more. The address itself goes nowhere.
 */
final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final int SALT = 32;
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final SecretKeySpec key;
    private final Path directory;
    private final Clock clock;
    private volatile Salt today;

    private record Salt(LocalDate day, SecretKeySpec key) {}

    /** @param directory where the salts are kept, made when it is not there */
    Pseudonyms(byte[] key, Path directory, Clock clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.directory = directory;
        this.clock = clock;
        this.today = salt(day());
    }

    /** @param subject of the member's token */
    String member(String subject) {
        return "m" + seal(key, subject);
    }

    /**
     * @param address as the gateway saw it
     * @param userAgent as sent
     */
    String visitor(String address, String userAgent) {
        LocalDate day = day();
        Salt salt = today;
        if (!salt.day().equals(day)) {
            salt = salt(day);
            today = salt;
        }
        return "v" + seal(salt.key(), address + "\n" + userAgent);
    }

    private LocalDate day() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Several instances on one disk have the same salt: who makes it holds a lock. */
    private synchronized Salt salt(LocalDate day) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve("salt-" + day);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || !isWhole(file)) {
                    byte[] fresh = new byte[SALT];
                    new SecureRandom().nextBytes(fresh);
                    keep(fresh, file);
                }
                forget(day);
            }
            return new Salt(day, new SecretKeySpec(Files.readAllBytes(file), ALGORITHM));
        } catch (IOException e) {
            throw new UncheckedIOException("the day's salt cannot be kept in " + directory, e);
        }
    }

    /** A salt that is cut short is none. */
    private static boolean isWhole(Path file) throws IOException {
        return Files.exists(file) && Files.size(file) == SALT;
    }

    /** On the disk before it is used, and for nobody else to read: who has it can try addresses against the day's visitors. */
    private void keep(byte[] fresh, Path file) throws IOException {
        Path making = directory.resolve("making");
        Files.deleteIfExists(making);
        try (FileChannel out = FileChannel.open(
                making, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNERS_ONLY)) {
            ByteBuffer left = ByteBuffer.wrap(fresh);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private void forget(LocalDate day) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path old : files.filter(file -> isBefore(file, day)).toList()) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static boolean isBefore(Path file, LocalDate day) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("salt-") && name.compareTo("salt-" + day) < 0;
    }

    private static String seal(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] all = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(all, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
        }
    }
}
