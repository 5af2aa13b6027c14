package dev.matinee.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Another Traefik beside the running platform's own, with what Nomad rendered for that one, on ports of its own. */
final class SecondGateway implements AutoCloseable {
    private static final String CONFIGURATION = "--configFile=";
    private static final Pattern ADMIN = Pattern.compile("(traefik:\\s+address: \")[^\"]+");

    private final Process process;
    private final URI address;

    /** @param folder where its configuration and log go */
    SecondGateway(Path folder) throws IOException {
        int port = freePort();
        URI first = URI.create(System.getenv("MATINEE_URL"));
        address = URI.create("http://" + first.getHost() + ":" + port);
        List<String> command = command();
        Path rendered = Path.of(argument(command).substring(CONFIGURATION.length()));
        String own = ADMIN.matcher(Files.readString(rendered).replace(":" + first.getPort() + "\"", ":" + port + "\""))
                .replaceAll("$1127.0.0.1:" + freePort());
        Path configuration = Files.writeString(folder.resolve("second-gateway.yml"), own);
        process = new ProcessBuilder(command.getFirst(), CONFIGURATION + configuration)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("second-gateway.log").toFile())
                .start();
    }

    private static List<String> command() throws IOException {
        for (ProcessHandle process : new Part("traefik").processes()) {
            List<String> command = List.of(Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .split("\0", -1));
            if (command.stream().anyMatch(word -> word.startsWith(CONFIGURATION))) {
                return command;
            }
        }
        throw new IllegalStateException("no Traefik of the platform is seen: does it run here, under this user?");
    }

    private static String argument(List<String> command) {
        return command.stream()
                .filter(word -> word.startsWith(CONFIGURATION))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** As a client at one of this machine's addresses reaches it. */
    Gateway from(String client) {
        return new Gateway(address, client);
    }

    /** Ends it at once, as a machine that is lost would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
