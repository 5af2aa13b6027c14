package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail that came into the inbox of development, and what its program does with its header: through the gateway, without a login. */
@Tag("stack")
class StackMailIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFERENCES = "/api/notify/v1/preferences";

    @TempDir
    private Path folder = Path.of("");

    private final RunningPlatform platform = new RunningPlatform();
    private final Member member = platform.member();
    // Whoever offers HTTP/2 to a server that has sockets of its own is taken for one of those, and gets no answer.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void wantsMail() throws Exception {
        platform.awaitEveryPart();
        ofFailures(true);
    }

    @AfterEach
    void asBefore() throws Exception {
        ofFailures(true);
        platform.deleteWhatWasMade();
    }

    /** RFC 8058: the program POSTs to the address in the header, and that is all. */
    @Test
    void mail_saysWhatFailed_andOneClickEndsMailsOfItsKind() throws Exception {
        String title = "Broken " + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        String id = platform.create(title);
        // It begins as a film does, so that it is only found out when it is opened.
        byte[] broken = new byte[4_096];
        System.arraycopy("\0\0\0\030ftypisom".getBytes(StandardCharsets.US_ASCII), 0, broken, 0, 12);
        member.upload(id, Files.write(folder.resolve("film.mp4"), broken));

        RunningPlatform.await(() -> !mailAbout(title).isEmpty());
        String mail = mailAbout(title);
        assertThat(header(mail, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
        URI link = URI.create(header(mail, "List-Unsubscribe").replaceAll("[<>\\s]", ""));
        assertThat(link.getPath()).startsWith("/api/notify/v1/unsubscribe/");

        HttpResponse<String> followed = send(HttpRequest.newBuilder(link).GET());
        assertThat(followed.statusCode()).isEqualTo(200);
        assertThat(followed.body()).contains("<form method=\"post\">");
        assertThat(wantsMailOfFailures()).as("only followed").isTrue();

        HttpResponse<String> clicked = send(HttpRequest.newBuilder(link)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));
        assertThat(clicked.statusCode()).as(clicked.body()).isEqualTo(200);
        assertThat(wantsMailOfFailures()).isFalse();
    }

    /** The whole mail as it was sent; empty until it comes. */
    private String mailAbout(String title) throws IOException, InterruptedException {
        URI inbox = platform.address("mail");
        for (JsonNode mail : JSON.readTree(
                send(HttpRequest.newBuilder(inbox.resolve("/api/email"))).body())) {
            if (mail.path("subject").asText().contains(title)) {
                URI source = inbox.resolve("/api/email/" + mail.path("id").asText() + "/source");
                return send(HttpRequest.newBuilder(source)).body();
            }
        }
        return "";
    }

    private static String header(String mail, String name) {
        Matcher found = Pattern.compile("(?m)^" + name + ":((?:[^\\r\\n]|\\r?\\n[ \\t])*)")
                .matcher(mail);
        return found.find() ? found.group(1).strip() : "";
    }

    private boolean wantsMailOfFailures() throws IOException, InterruptedException {
        return member.read(PREFERENCES).at("/kinds/failed/email").asBoolean();
    }

    private void ofFailures(boolean wanted) throws IOException, InterruptedException {
        ObjectNode chosen = (ObjectNode) member.read(PREFERENCES);
        ((ObjectNode) chosen.at("/kinds/failed")).put("email", wanted);
        member.change("PUT", "application/json", PREFERENCES, chosen);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
