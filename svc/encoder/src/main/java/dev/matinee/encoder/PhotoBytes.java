package dev.matinee.encoder;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of which a little is read here and there; past its end it is damaged. */
final class PhotoBytes implements AutoCloseable {
    private final FileChannel channel;
    private final long size;

    private PhotoBytes(FileChannel channel, long size) {
        this.channel = channel;
        this.size = size;
    }

    static PhotoBytes open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new PhotoBytes(channel, channel.size());
    }

    long size() {
        return size;
    }

    /** Big-endian unless its order is changed. */
    ByteBuffer read(long at, int count) throws IOException, MediaException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.BIG_ENDIAN);
        if (at < 0 || at > size - count) {
            throw new MediaException(
                    MediaProblem.PHOTO_UNREADABLE, "it ends within its header", new EOFException(at + "+" + count));
        }
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("cut while it was read");
            }
        }
        return buffer.flip();
    }

    String word(long at) throws IOException, MediaException {
        return StandardCharsets.ISO_8859_1.decode(read(at, 4)).toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
