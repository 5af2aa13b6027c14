package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis with a password and an append-only file. Test classes share it: use keys of your own, or {@link #flush()}. */
public final class RedisServer extends TestServer {
    private static final Once<RedisServer> SHARED = new Once<>(() -> {
        RedisServer server = new RedisServer(Tools.redis(), List.of("--appendonly", "yes", "--save", ""));
        server.start();
        return server;
    });
    private static final String PASSWORD = "redis-test";

    private final Path executable;
    private final List<String> settings;
    private final int port = Ports.free();

    private RedisServer(Path executable, List<String> settings) {
        super("redis");
        this.executable = executable;
        this.settings = settings;
    }

    /** The one Redis of this JVM, started on first use. */
    public static RedisServer shared() {
        return SHARED.get();
    }

    /**
     * A new server as one of the platform's jobs makes it, by the job's own configuration. The caller stops it.
     *
     * @param configuration a file of {@code nomad-jobs/redis}, without {@code .conf}: {@code cache} or {@code state}
     * @param maxMemoryMiB when it is full
     */
    public static RedisServer ofThePlatform(String configuration, int maxMemoryMiB) {
        String file =
                ProjectFile.of("nomad-jobs/redis/" + configuration + ".conf").toString();
        return new Once<>(() -> {
                    RedisServer server =
                            new RedisServer(Tools.redis(), List.of(file, "--maxmemory", maxMemoryMiB + "mb"));
                    server.start();
                    return server;
                })
                .get();
    }

    /** {@code redis://127.0.0.1:port}. */
    public URI url() {
        return URI.create("redis://127.0.0.1:" + port);
    }

    public String password() {
        return PASSWORD;
    }

    /** Removes every key of every database. */
    public void flush() {
        String answer;
        try {
            answer = ask("AUTH " + PASSWORD + "\r\nFLUSHALL\r\nPING\r\n", "+PONG");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!answer.contains("+PONG")) {
            throw new IllegalStateException("redis did not flush: " + answer);
        }
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(settings);
        command.addAll(List.of(
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--requirepass",
                PASSWORD,
                "--dir",
                home().toString(),
                "--daemonize",
                "no"));
        return command;
    }

    @Override
    boolean answers() throws IOException {
        return ask("AUTH " + PASSWORD + "\r\nPING\r\n", "+PONG").contains("+PONG");
    }

    private String ask(String commands, String last) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[256];
            int read = socket.getInputStream().read(buffer);
            while (read > 0 && answer.indexOf(last) < 0) {
                answer.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
                read = answer.indexOf(last) < 0 ? socket.getInputStream().read(buffer) : 0;
            }
            return answer.toString();
        }
    }
}
