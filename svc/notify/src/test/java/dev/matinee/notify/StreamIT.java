package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventType;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The live stream: what comes, what was missed, and how it ends. */
class StreamIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String member = "member-" + Says.id();
    private final String film = Says.id();

    /** An open stream and the lines it said so far. */
    private record Open(int status, Stream<String> lines, List<String> said) implements AutoCloseable {
        List<String> events() {
            return said.stream()
                    .filter(line -> line.startsWith("event: "))
                    .map(line -> line.substring("event: ".length()))
                    .toList();
        }

        List<String> ids() {
            return said.stream()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring("id: ".length()))
                    .toList();
        }

        boolean says(String text) {
            return said.stream().anyMatch(line -> line.startsWith("data: ") && line.contains(text));
        }

        @Override
        public void close() {
            lines.close();
        }
    }

    private static Open openAs(String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(NOTIFY.uri() + RunningNotify.API + "/stream"))
                .header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<Stream<String>> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            List<String> said = new CopyOnWriteArrayList<>();
            Stream<String> lines = answer.body();
            Thread.ofVirtual().start(() -> {
                try {
                    lines.forEach(said::add);
                    said.add("END");
                } catch (RuntimeException e) {
                    said.add("CUT");
                }
            });
            return new Open(answer.statusCode(), lines, said);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Open open(String... headers) {
        return openAs(RunningNotify.token(member, "viewer"), headers);
    }

    private void comment(String text) {
        NOTIFY.handled(
                NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, member, "writer", null, text)));
    }

    @Test
    void stream_saysWhatComes_andWhatIsRead() {
        try (Open open = open()) {
            eventually().until(() -> open.events().contains("unread"));
            comment("live");
            eventually().until(() -> open.says("live"));
            assertThat(open.events()).contains("notification");
            eventually().until(() -> open.says("{\"unread\":1}"));
            NOTIFY.send(
                    "POST",
                    member,
                    "/notifications/read",
                    "{\"seen\":\"" + NOTIFY.get(member, "/notifications").text("seen") + "\"}");
            eventually().until(() -> open.said().getLast().isEmpty() && open.says("{\"unread\":0}"));
            eventually().until(() -> open.said().contains(": still here"));
        }
    }

    @Test
    void deletedOne_isCountedNoMore_inEveryTab() {
        comment("short-lived");
        try (Open open = open()) {
            eventually().until(() -> open.says("{\"unread\":1}"));
            String id = NOTIFY.inbox(member).getFirst().path("id").asText();
            NOTIFY.send("DELETE", member, "/notifications/" + id, "");
            eventually().until(() -> open.says("{\"unread\":0}"));
        }
    }

    @Test
    void lastEventId_goesOnBehindIt() {
        String seen;
        try (Open open = open()) {
            eventually().until(() -> open.events().contains("unread"));
            comment("first");
            eventually().until(() -> open.says("first"));
            seen = open.ids().getLast();
        }
        comment("missed one");
        comment("missed two");
        try (Open open = open("Last-Event-ID", seen)) {
            eventually().until(() -> open.says("missed two"));
            assertThat(open.says("missed one")).isTrue();
            assertThat(open.says("first")).isFalse();
        }
    }

    @Test
    void longAway_isToldToReadTheList() {
        comment("something");
        NOTIFY.database()
                .execute()
                .insert(
                        "INSERT INTO notification (id, member, kind, subject, facts, listed, seq, created_at, changed_at)"
                                + " SELECT uuidv7(), ?, 'operator', 'many', '{}', true, 1000 + i, now(), now()"
                                + " FROM generate_series(1, ?) AS i",
                        member,
                        StreamRoutes.MAX_MISSED + 1);
        try (Open open = open("Last-Event-ID", "0")) {
            eventually().until(() -> open.events().contains("reload"));
            assertThat(open.events()).doesNotContain("notification");
        }
        assertThat(open("Last-Event-ID", "abc").status()).isEqualTo(400);
    }

    @Test
    void token_endsItsStream() {
        Instant end = Instant.now().plus(Duration.ofSeconds(3));
        String shortLived = TestTokens.shared()
                .access(member, "viewer")
                .with("exp", end.getEpochSecond())
                .sign();
        try (Open open = openAs(shortLived)) {
            assertThat(open.status()).isEqualTo(200);
            eventually().until(() -> open.said().contains("END"));
        }
        assertThat(NOTIFY.get("", "/stream").status()).isEqualTo(401);
    }

    @Test
    void oneMember_hasSomeStreamsAtMost() {
        List<Open> all = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                all.add(open());
                assertThat(all.getLast().status()).isEqualTo(200);
            }
            try (Open refused = open()) {
                assertThat(refused.status()).isEqualTo(429);
            }
        } finally {
            all.forEach(Open::close);
        }
        // A closed one is noticed with the next heartbeat, and then its place is free.
        eventually().until(() -> {
            try (Open again = open()) {
                return again.status() == 200;
            }
        });
    }
}
