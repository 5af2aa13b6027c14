package dev.matinee.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar.gz of configuration whose bytes depend on names, contents and the executable bit alone: a job's checksum, and so
 * its allocation, changes exactly when its configuration does.
 */
final class Pack {
    private Pack() {}

    /** A directory's contents, or a file, land at the top of the archive. */
    static void write(List<Path> sources, Path archive) {
        var entries = new TreeMap<String, Path>();
        for (var source : sources) {
            if (Files.isDirectory(source)) {
                try (var files = Files.walk(source)) {
                    files.filter(Files::isRegularFile)
                            .forEach(file -> entries.put(
                                    source.relativize(file).toString().replace('\\', '/'), file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            } else {
                entries.put(String.valueOf(source.getFileName()), source);
            }
        }
        try {
            var beside = archive.resolveSibling("." + archive.getFileName() + ".new");
            try (var gzip = new GZIPOutputStream(Files.newOutputStream(beside));
                    var tar = new TarArchiveOutputStream(gzip)) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                for (var entry : entries.entrySet()) {
                    add(tar, entry.getKey(), entry.getValue());
                }
            }
            Files.move(beside, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    static String sha256(Path file) {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
