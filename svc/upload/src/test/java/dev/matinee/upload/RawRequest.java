package dev.matinee.upload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A request by hand on a socket of its own, so that it can be cut anywhere. */
final class RawRequest implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    RawRequest(TestService service, String line, String... headers) throws IOException {
        socket = new Socket(
                InetAddress.getLoopbackAddress(), service.running.server().port());
        socket.setSoTimeout(20_000);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    static RawRequest patch(TestService service, TusClient client, String path, long offset, long length)
            throws IOException {
        return new RawRequest(
                service,
                "PATCH " + path,
                "Authorization: Bearer " + client.token,
                "Content-Type: application/offset+octet-stream",
                "Upload-Offset: " + offset,
                "Content-Length: " + length);
    }

    RawRequest send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The status line and headers of the next answer, in lower case; empty when the connection ended. */
    List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            lines.add(line.toLowerCase(Locale.ROOT));
            line = in.readLine();
        }
        return lines;
    }

    /** Another request on the same connection. */
    RawRequest again(String line) throws IOException {
        return send((line + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Ends the connection without another word, as a lost network does. */
    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
