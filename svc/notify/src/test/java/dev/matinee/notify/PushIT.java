package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.EventType;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a push service gets, read as a browser reads it. */
class PushIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static Receiver service;

    private final String member = "member-" + Says.id();
    private final String path = "/push/" + Says.id();
    private final Browser browser = Browser.fresh();

    @BeforeAll
    static void open() throws Exception {
        service = new Receiver(NOTIFY.hookPort());
    }

    @AfterAll
    static void close() {
        service.close();
    }

    private Answer subscribe(String endpoint) {
        return NOTIFY.send(
                "POST",
                member,
                "/push/subscriptions",
                "{\"endpoint\":\"" + endpoint + "\",\"expirationTime\":null,\"keys\":{\"p256dh\":\"" + browser.p256dh()
                        + "\",\"auth\":\"" + browser.auth() + "\"}}");
    }

    private void comment() {
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), Says.id(), member, "writer", null, "pushed")));
    }

    @Test
    void browser_readsOurVectorsMessage() {
        // RFC 8291, appendix A: what this test decrypts with is right.
        Browser appendix = Browser.of(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
                "BTBZMqHH6r4Tts7J_aSIgg");
        byte[] message = Base64.getUrlDecoder()
                .decode(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
                                + "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
        assertThat(new String(appendix.decrypt(message), StandardCharsets.UTF_8))
                .isEqualTo("When I grow up, I want to be a watermelon");
    }

    @Test
    void notification_isReadByTheBrowserOnly_andSignedByUs() throws Exception {
        assertThat(subscribe(service.uri(path).toString()).status()).isEqualTo(201);
        comment();
        eventually().until(() -> service.got(path).size() == 1);

        Receiver.Got got = service.got(path).getFirst();
        assertThat(got.header("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(Integer.parseInt(got.header("TTL"))).isPositive();
        JsonNode message = Json.mapper().readTree(browser.decrypt(got.bytes()));
        assertThat(message.path("kind").asText()).isEqualTo("comment");
        assertThat(message.path("title").asText()).contains("commented");

        String key = NOTIFY.get("", "/push/key").text("public_key");
        String authorization = got.header("Authorization");
        assertThat(authorization).startsWith("vapid ").contains("k=" + key);
        String token = authorization.replaceAll("^vapid .*t=([^, ]+).*$", "$1");
        List<String> parts = List.of(token.split("\\.", -1));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Browser.publicKey(key));
        signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts.get(2))))
                .isTrue();
        JsonNode claims = Json.mapper().readTree(Base64.getUrlDecoder().decode(parts.get(1)));
        assertThat(claims.path("aud").asText()).isEqualTo(service.uri("").toString());
        assertThat(claims.path("sub").asText()).startsWith("mailto:");
    }

    @Test
    void unsubscribedBrowser_isForgotten() {
        assertThat(subscribe(service.uri(path).toString()).status()).isEqualTo(201);
        service.answer(path, 410);
        comment();
        eventually()
                .until(() -> NOTIFY.get(member, "/push/subscriptions")
                        .json()
                        .path("data")
                        .isEmpty());
    }

    @Test
    void whatWasRead_isNotPushed() {
        assertThat(subscribe(service.uri(path).toString()).status()).isEqualTo(201);
        service.answer(path, 503, "Retry-After", "60");
        comment();
        eventually().until(() -> service.got(path).size() == 1);
        service.answer(path, 201);
        String id = NOTIFY.inbox(member).getFirst().path("id").asText();
        NOTIFY.send("PATCH", member, "/notifications/" + id, "{\"read\":true}");
        eventually().until(() -> problem().contains("503"));
        NOTIFY.clock().forward(Duration.ofSeconds(61));
        eventually().until(() -> problem().contains("read"));
        assertThat(service.got(path)).hasSize(1);
    }

    @Test
    void askedToWaitForDays_isTriedAgainByTheSchedule() {
        assertThat(subscribe(service.uri(path).toString()).status()).isEqualTo(201);
        service.answer(path, 503, "Retry-After", "604800");
        comment();
        eventually().until(() -> problem().contains("503"));
        service.answer(path, 201);
        NOTIFY.clock().forward(Duration.ofSeconds(12));
        eventually().until(() -> service.got(path).size() == 2);
    }

    private String problem() {
        return NOTIFY.database()
                .execute()
                .get(
                        "SELECT coalesce(problem, '') AS problem FROM delivery WHERE member = ? AND medium = 'push'",
                        member)
                .map(row -> new Rows(row).text("problem"))
                .orElse("");
    }

    @Test
    void subscription_isChecked_listedAndDeletedByItsMember() {
        assertThat(subscribe("http://push.example/abc").status()).isEqualTo(400);
        assertThat(NOTIFY.send("POST", member, "/push/subscriptions", "{\"endpoint\":\"https://push.example/a\"}")
                        .status())
                .isEqualTo(400);
        assertThat(NOTIFY.send(
                                "POST",
                                member,
                                "/push/subscriptions",
                                "{\"endpoint\":\"https://push.example/a\",\"keys\":{\"p256dh\":\"AAAA\",\"auth\":\"AAAA\"}}")
                        .status())
                .isEqualTo(400);
        Answer made = subscribe("https://push.example/" + member);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().has("keys")).isFalse();
        String id = made.text("id");
        assertThat(NOTIFY.send("DELETE", "stranger", "/push/subscriptions/" + id, "")
                        .status())
                .isEqualTo(404);
        assertThat(NOTIFY.send("DELETE", member, "/push/subscriptions/" + id, "")
                        .status())
                .isEqualTo(204);
    }
}
