package dev.matinee.upload;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The bytes of one part while it fills and while it is on its way to S3. They are in a file rather than in memory, so
 * that many slow uploads cost no memory; the file has no name from the start, so nothing is left behind by a crash.
 */
final class PartSpool implements AutoCloseable {
    /** Below this a disk has no room: a file system that is full keeps a little for itself. */
    private static final long LEAST_BYTES = 64 * 1024;

    private final Path folder;
    private final FileChannel file;
    private long size;

    private PartSpool(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    static PartSpool in(Path folder) {
        Path path = folder.resolve("matinee-upload-" + UUID.randomUUID() + ".part");
        try {
            return new PartSpool(folder, FileChannel.open(path, CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    long size() {
        return size;
    }

    void append(byte[] bytes, int count) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
            while (buffer.hasRemaining()) {
                size += file.write(buffer, size);
            }
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    byte[] head(int count) {
        try (InputStream in = open()) {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** A new reading from the first byte; several may be open. */
    InputStream open() {
        return new InputStream() {
            private long position;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int count) throws IOException {
                if (count == 0) {
                    return 0;
                }
                int wanted = (int) Math.min(count, size - position);
                if (wanted <= 0) {
                    return -1;
                }
                int got = file.read(ByteBuffer.wrap(into, from, wanted), position);
                position += Math.max(0, got);
                return got;
            }

            @Override
            public int available() {
                return (int) Math.min(Integer.MAX_VALUE, size - position);
            }
        };
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /** Java has no type of its own for "no space", and the system's word for it may be in any language. */
    static SpoolException failure(Path folder, IOException cause) {
        boolean full = String.valueOf(cause.getMessage()).contains("No space left on device");
        try {
            full = full || Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES;
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new SpoolException(cause, full);
    }

    /** The local disk does not take it. */
    static final class SpoolException extends RuntimeException {
        private final boolean full;

        /** @param full whether there is no room, and nothing else is wrong */
        SpoolException(IOException cause, boolean full) {
            super(full ? "the spool folder is full" : "the spool folder fails", cause);
            this.full = full;
        }

        boolean isFull() {
            return full;
        }
    }
}
