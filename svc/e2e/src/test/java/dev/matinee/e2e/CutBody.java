package dev.matinee.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A request's body on whose way something happens: that begins on a thread of its own when so many bytes were sent, and
 * more follow meanwhile. Only the last byte waits for its end, so the request cannot be over before.
 */
final class CutBody extends InputStream {
    private final byte[] bytes;
    private final int after;
    private final Runnable event;
    private int sent;
    private volatile Optional<CompletableFuture<Void>> begun = Optional.empty();

    /**
     * @param bytes all that is announced, at least one
     * @param after how many of them are sent when the event begins; with all of them it never does
     */
    CutBody(byte[] bytes, int after, Runnable event) {
        this.bytes = bytes;
        this.after = after;
        this.event = event;
    }

    BodyPublisher publisher() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> this), bytes.length);
    }

    /** Whether the event began; if so it is over, and what went wrong with it is thrown. */
    boolean happened() {
        begun.ifPresent(CompletableFuture::join);
        return begun.isPresent();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (sent == bytes.length) {
            return -1;
        }
        if (sent == after && begun.isEmpty()) {
            begun = Optional.of(CompletableFuture.runAsync(event));
        }
        if (sent == bytes.length - 1) {
            awaitEvent();
        }
        int next = sent < after ? after : Math.max(bytes.length - 1, sent + 1);
        int count = Math.min(length, next - sent);
        System.arraycopy(bytes, sent, into, from, count);
        sent += count;
        return count;
    }

    private void awaitEvent() throws IOException {
        try {
            begun.ifPresent(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }
}
