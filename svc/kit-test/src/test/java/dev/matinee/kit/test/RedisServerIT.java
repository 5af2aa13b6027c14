package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class RedisServerIT {
    private final RedisServer server = RedisServer.shared();

    @Test
    void stopStart_keepsData() throws IOException {
        assertThat(ask("SET kept yes")).isEqualTo("+OK");
        server.stop();
        server.start();
        assertThat(ask("EXISTS kept")).isEqualTo(":1");
        server.flush();
        assertThat(ask("EXISTS kept")).isEqualTo(":0");
    }

    @Test
    void pause_answersNothingUntilResumed() throws IOException {
        server.pause();
        try {
            Assertions.assertThatThrownBy(() -> ask("PING")).isInstanceOf(SocketTimeoutException.class);
        } finally {
            server.resume();
        }
        assertThat(ask("PING")).isEqualTo("+PONG");
    }

    private String ask(String command) throws IOException {
        URI url = server.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream()
                    .write(("AUTH " + server.password() + "\r\n" + command + "\r\nQUIT\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.split("\r\n", -1)[1];
        }
    }
}
