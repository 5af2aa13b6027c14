package dev.matinee.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that refuses as the recipient says: {@code 550@…} with 550, {@code 550-5.1.1@…} with a code behind it. */
final class SmtpRefusals implements AutoCloseable {
    private final ServerSocket server;
    private final AtomicInteger conversations = new AtomicInteger();

    SmtpRefusals() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    int conversations() {
        return conversations.get();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = server.accept();
                conversations.incrementAndGet();
                Thread.ofVirtual().start(() -> speak(client));
            }
        } catch (IOException e) {
            // Closed at the end of the test.
            return;
        }
    }

    private static void speak(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
                PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.US_ASCII)) {
            out.print("220 refusals\r\n");
            out.flush();
            String atData = "354 go on";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = "250 fine";
                if (line.startsWith("RCPT")) {
                    String code =
                            line.replaceAll(".*<([0-9]{3}(-[0-9.]+)?)@.*", "$1").replace('-', ' ');
                    answer = code.matches("[45][0-9]{2}.*") ? code + " no such thing here" : "250 fine";
                    if (line.contains("<data-")) {
                        atData = line.replaceAll(".*<data-([0-9]{3})@.*", "$1") + " not this message";
                    }
                } else if (line.equals("DATA")) {
                    answer = atData;
                } else if (line.equals("QUIT")) {
                    answer = "221 bye";
                }
                out.print(answer + "\r\n");
                out.flush();
            }
        } catch (IOException e) {
            // The sender went away.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
