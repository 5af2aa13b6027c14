package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Bytes under a passphrase: AES-256-GCM, the key from PBKDF2 with as many rounds as OWASP asks for with SHA-256. */
final class Secrecy {
    private static final byte[] MAGIC = "MATINEE1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 600_000;
    private static final int SALT = 16;
    private static final int NONCE = 12;

    private Secrecy() {}

    static byte[] seal(byte[] plain, char[] passphrase) {
        var random = new SecureRandom();
        var salt = new byte[SALT];
        var nonce = new byte[NONCE];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        try {
            var hidden = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce).doFinal(plain);
            return ByteBuffer.allocate(MAGIC.length + SALT + NONCE + hidden.length)
                    .put(MAGIC)
                    .put(salt)
                    .put(nonce)
                    .put(hidden)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] open(byte[] sealed, char[] passphrase) {
        var head = MAGIC.length + SALT + NONCE;
        if (sealed.length < head || !Arrays.equals(sealed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw CliError.failed("the backup's secrets are not in a form that this matinee knows");
        }
        var salt = Arrays.copyOfRange(sealed, MAGIC.length, MAGIC.length + SALT);
        var nonce = Arrays.copyOfRange(sealed, MAGIC.length + SALT, head);
        try {
            return cipher(Cipher.DECRYPT_MODE, passphrase, salt, nonce).doFinal(sealed, head, sealed.length - head);
        } catch (AEADBadTagException e) {
            throw CliError.refused("the passphrase is not the one that the backup's secrets were encrypted with");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, byte[] nonce)
            throws GeneralSecurityException {
        var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(passphrase, salt, ROUNDS, 256))
                .getEncoded();
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        return cipher;
    }

    /** A file that nobody but its owner reads. */
    static void store(Path file, byte[] content) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first line of a file. */
    static char[] passphrase(Path file) {
        try {
            var line = Files.readString(file).lines().findFirst().orElse("");
            if (line.length() < 12) {
                throw CliError.failed(
                        "the first line of " + file + " is the passphrase and has at least 12 characters");
            }
            return line.toCharArray();
        } catch (IOException e) {
            throw CliError.failed("there is no passphrase in " + file + ": " + e.getMessage());
        }
    }
}
