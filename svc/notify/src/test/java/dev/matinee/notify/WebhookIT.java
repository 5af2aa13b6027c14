package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.matinee.events.EventType;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhooks against receivers that take, refuse, hang, redirect, or are not there at all. */
class WebhookIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Receiver receiver;

    private final String member = "member-" + Says.id();
    private final String path = "/" + Says.id();

    @BeforeAll
    static void open() throws Exception {
        receiver = new Receiver(NOTIFY.hookPort());
    }

    @AfterAll
    static void close() {
        receiver.close();
    }

    private String add(String url) {
        Answer added = NOTIFY.send("POST", member, "/webhooks", "{\"url\":\"" + url + "\"}");
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        return added.text("id");
    }

    private void comment(String text) {
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), Says.id(), member, "writer", null, text)));
    }

    private JsonNode log(String webhook) {
        return NOTIFY.get(member, "/webhooks/" + webhook + "/deliveries").json().path("data");
    }

    private static int attempts(JsonNode log) {
        return log.path(0).path("attempts").size();
    }

    @Test
    void notification_comesSigned() throws Exception {
        String webhook = add(receiver.uri(path).toString());
        comment("signed");
        eventually().until(() -> receiver.got(path).size() == 1);

        Receiver.Got got = receiver.got(path).getFirst();
        String secret = NOTIFY.get(member, "/webhooks/" + webhook + "/secret").text("secret");
        assertThat(secret).startsWith("whsec_");
        String signed = got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.body();
        assertThat(got.header("webhook-signature")).isEqualTo("v1," + hmac(secret, signed));
        JsonNode message = Json.mapper().readTree(got.body());
        assertThat(message.path("type").asText()).isEqualTo("notification.comment");
        assertThat(message.at("/data/comment/text").asText()).isEqualTo("signed");
        eventually().until(() -> log(webhook).path(0).path("state").asText().equals("sent"));

        // Another clock than ours is moved by other tests, so the library's own check is given the time of now.
        assertThatThrownBy(() -> new com.standardwebhooks.Webhook(secret).verify(got.body() + " ", headers(got)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    private static Map<String, List<String>> headers(Receiver.Got got) {
        return Map.of(
                "webhook-id", List.of(got.header("webhook-id")),
                "webhook-timestamp", List.of(got.header("webhook-timestamp")),
                "webhook-signature", List.of(got.header("webhook-signature")));
    }

    /** By hand, so that the sender's library is not its own witness. */
    private static String hmac(String secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refused_isTriedAgainByTheSchedule_withTheSameIdAndBody() {
        String webhook = add(receiver.uri(path).toString());
        receiver.answer(path, 500);
        comment("again");
        eventually().until(() -> attempts(log(webhook)) == 1);
        for (int tries = 1; tries <= Retries.WEBHOOK.size(); tries++) {
            int before = tries;
            NOTIFY.clock()
                    .forward(Retries.WEBHOOK.get(tries - 1).multipliedBy(12).dividedBy(10));
            eventually().until(() -> attempts(log(webhook)) == before + 1);
        }
        eventually().until(() -> log(webhook).path(0).path("state").asText().equals("failed"));
        assertThat(receiver.got(path)).hasSize(Retries.WEBHOOK.size() + 1);
        assertThat(receiver.got(path).stream()
                        .map(got -> got.header("webhook-id"))
                        .distinct())
                .hasSize(1);
        assertThat(receiver.got(path).stream().map(Receiver.Got::body).distinct())
                .hasSize(1);

        receiver.answer(path, 200);
        String delivery = log(webhook).path(0).path("id").asText();
        String resend = "/webhooks/" + webhook + "/deliveries/" + delivery + "/resend";
        assertThat(NOTIFY.send("POST", member, resend, "").status()).isEqualTo(202);
        eventually().until(() -> log(webhook).path(0).path("state").asText().equals("sent"));
        assertThat(receiver.got(path).getLast().header("webhook-id"))
                .isEqualTo(receiver.got(path).getFirst().header("webhook-id"));
        assertThat(NOTIFY.send("POST", "stranger", resend, "").status()).isEqualTo(404);
    }

    @Test
    void gone_endsTheWebhook_untilItsMemberEnablesIt() {
        String webhook = add(receiver.uri(path).toString());
        receiver.answer(path, 410);
        comment("to nobody");
        eventually()
                .until(() ->
                        NOTIFY.get(member, "/webhooks/" + webhook).text("state").equals("disabled"));
        comment("not sent");
        assertThat(log(webhook)).hasSize(1);

        receiver.answer(path, 200);
        Answer read = NOTIFY.get(member, "/webhooks/" + webhook);
        assertThat(read.text("problem")).contains("410");
        Answer enabled = NOTIFY.send(
                "PUT",
                member,
                "/webhooks/" + webhook,
                "{\"url\":\"" + receiver.uri(path) + "\",\"kinds\":[\"comment\"]}",
                "If-Match",
                read.header("ETag"));
        assertThat(enabled.text("state")).isEqualTo("enabled");
        comment("sent again");
        eventually().until(() -> receiver.got(path).size() == 2);
    }

    @Test
    void hanging_holdsUpNobodyElse() {
        String slow = add(receiver.uri(path + "-slow").toString());
        receiver.answer(path + "-slow", 0);
        String quick = add(receiver.uri(path + "-quick").toString());
        comment("hello");
        eventually().until(() -> log(quick).path(0).path("state").asText().equals("sent"));
        eventually().until(() -> attempts(log(slow)) == 1);
        assertThat(log(slow).path(0).path("problem").asText()).startsWith("no answer");
        assertThat(log(slow).path(0).path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void deadReceiver_isTriedAgain() throws Exception {
        receiver.close();
        String webhook;
        try {
            webhook = add(receiver.uri(path).toString());
            comment("to a dead one");
            eventually().until(() -> attempts(log(webhook)) == 1);
        } finally {
            receiver = new Receiver(NOTIFY.hookPort());
        }
        NOTIFY.clock().forward(Duration.ofSeconds(7));
        eventually().until(() -> receiver.got(path).size() == 1);
    }

    @Test
    void redirectToAPrivateAddress_isRefused_toAnAllowedOne_isFollowed() {
        String inwards = add(receiver.uri(path + "-inwards").toString());
        receiver.answer(path + "-inwards", 307, "Location", "https://127.0.0.1:1/secret");
        String plain = add(receiver.uri(path + "-plain").toString());
        receiver.answer(path + "-plain", 308, "Location", "http://example.org/");
        String fine = add(receiver.uri(path + "-fine").toString());
        receiver.answer(
                path + "-fine", 307, "Location", receiver.uri(path + "-there").toString());
        String round = add(receiver.uri(path + "-round").toString());
        receiver.answer(
                path + "-round", 307, "Location", receiver.uri(path + "-round").toString());
        comment("redirected");

        eventually().until(() -> log(inwards).path(0).path("state").asText().equals("failed"));
        assertThat(log(inwards).path(0).path("problem").asText()).contains("private network");
        eventually().until(() -> log(plain).path(0).path("state").asText().equals("failed"));
        assertThat(log(plain).path(0).path("problem").asText()).contains("https");
        eventually().until(() -> log(fine).path(0).path("state").asText().equals("sent"));
        assertThat(receiver.got(path + "-there").getFirst().body()).contains("redirected");
        eventually().until(() -> attempts(log(round)) == 1);
        assertThat(receiver.got(path + "-round")).hasSize(OutsideClient.MAX_REDIRECTS + 1);
    }

    @Test
    void privateAddresses_areRefused_byNumberAndByName() {
        for (String url : List.of(
                "https://localhost/hook",
                "https://127.0.0.1/hook",
                "https://[::1]/hook",
                "https://[::ffff:10.0.0.1]/hook",
                "https://10.1.2.3/hook",
                "https://169.254.169.254/latest/meta-data/",
                "https://2130706433/hook",
                "https://0177.0.0.1/hook")) {
            String webhook = add(url);
            comment("to " + url);
            eventually()
                    .untilAsserted(() -> assertThat(
                                    log(webhook).path(0).path("state").asText())
                            .as(url)
                            .isIn("failed", "waiting")
                            .satisfies(
                                    state -> assertThat(attempts(log(webhook))).isPositive()));
            assertThat(log(webhook).path(0).path("status").isMissingNode())
                    .as(url)
                    .isTrue();
            NOTIFY.send("DELETE", member, "/webhooks/" + webhook, "");
        }
        for (String url : List.of("http://example.org/", "ftp://example.org/", "nowhere", "https://a:b@example.org/")) {
            assertThat(NOTIFY.send("POST", member, "/webhooks", "{\"url\":\"" + url + "\"}")
                            .status())
                    .as(url)
                    .isEqualTo(400);
        }
    }

    @Test
    void takenBack_isNotSentAgain() {
        String webhook = add(receiver.uri(path).toString());
        receiver.answer(path, 500);
        comment("regretted");
        eventually().until(() -> attempts(log(webhook)) == 1);
        String id = NOTIFY.inbox(member).getFirst().path("id").asText();
        assertThat(NOTIFY.send("DELETE", member, "/notifications/" + id, "").status())
                .isEqualTo(204);

        receiver.answer(path, 200);
        NOTIFY.clock().forward(Duration.ofSeconds(7));
        eventually().until(() -> log(webhook).path(0).path("state").asText().equals("dropped"));
        assertThat(receiver.got(path)).hasSize(1);
    }

    @Test
    void test_goesTheSameWay() {
        String webhook = add(receiver.uri(path).toString());
        assertThat(NOTIFY.send("POST", member, "/webhooks/" + webhook + "/test", "")
                        .status())
                .isEqualTo(202);
        eventually().until(() -> receiver.got(path).size() == 1);
        assertThat(receiver.got(path).getFirst().body()).contains("webhook.test");

        for (int i = 1; i < 20; i++) {
            NOTIFY.send("POST", member, "/webhooks/" + webhook + "/test", "");
        }
        assertThat(NOTIFY.send("POST", member, "/webhooks/" + webhook + "/test", "")
                        .status())
                .as("nobody else's server is flooded by hand")
                .isEqualTo(429);
    }

    @Test
    void webhook_isItsMembersOnly_andThereAreFew() {
        String webhook = add(receiver.uri(path).toString());
        for (String part : List.of("", "/secret", "/deliveries")) {
            assertThat(NOTIFY.get("stranger", "/webhooks/" + webhook + part).status())
                    .isEqualTo(404);
            assertThat(NOTIFY.get("operator", "/webhooks/" + webhook + part).status())
                    .isEqualTo(404);
            assertThat(NOTIFY.get("", "/webhooks/" + webhook + part).status()).isEqualTo(401);
        }
        assertThat(NOTIFY.send("DELETE", "stranger", "/webhooks/" + webhook, "").status())
                .isEqualTo(404);
        assertThat(NOTIFY.send("POST", "stranger", "/webhooks/" + webhook + "/secret", "")
                        .status())
                .isEqualTo(404);
        String before = NOTIFY.get(member, "/webhooks/" + webhook + "/secret").text("secret");
        String after = NOTIFY.send("POST", member, "/webhooks/" + webhook + "/secret", "")
                .text("secret");
        assertThat(MessageDigest.isEqual(
                        before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        for (int i = 1; i < Webhook.MAX; i++) {
            add(receiver.uri(path + i).toString());
        }
        assertThat(NOTIFY.send("POST", member, "/webhooks", "{\"url\":\"" + receiver.uri(path) + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(NOTIFY.get(member, "/webhooks").json().path("data")).hasSize(Webhook.MAX);
    }
}
