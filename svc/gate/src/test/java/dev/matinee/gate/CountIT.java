package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CountIT {
    private static final Map<String, String> FEW = Map.of(
            "public.url",
            "http://localhost:8080",
            "auth.issuer",
            "http://localhost:8080/auth/realms/matinee",
            "auth.jwks",
            "http://127.0.0.1:9/certs",
            "rate.login",
            "2",
            "rate.signup",
            "1",
            "rate.upload",
            "1");

    @Test
    void countLogin_oneAddressAtTwoGates_isCountedTogether() {
        String address = "203.0." + number() + "." + number();
        try (GateFixture one = new GateFixture(FEW);
                GateFixture other = new GateFixture(FEW)) {
            List<HttpResponse<String>> answers = Stream.of(one, other, one)
                    .map(asked -> count(asked, "login", address))
                    .toList();
            assertThat(answers.stream().map(HttpResponse::statusCode)).containsExactly(200, 200, 429);
            assertThat(answers.getLast().headers().firstValue("Retry-After")).isPresent();
            assertThat(answers.getLast().headers().firstValue("RateLimit-Policy"))
                    .contains("\"login\";q=2;w=60");
            assertThat(count(other, "login", "203.0.113.250." + number()).statusCode())
                    .isEqualTo(400);
            assertThat(count(other, "upload", address).statusCode())
                    .as("another class")
                    .isEqualTo(200);
        }
    }

    @Test
    void countSignUp_oneAddress_isCountedForAnHourAndApartFromLogins() {
        String address = "203.0." + number() + "." + number();
        try (GateFixture gate = new GateFixture(FEW)) {
            assertThat(count(gate, "sign-up", address).statusCode()).isEqualTo(200);
            HttpResponse<String> second = count(gate, "sign-up", address);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.headers().firstValue("RateLimit-Policy")).contains("\"sign-up\";q=1;w=3600");
            assertThat(count(gate, "login", address).statusCode()).isEqualTo(200);
            assertThat(limited("sign-up")).as("told to Prometheus").isPositive();
        }
    }

    private static long limited(String kind) {
        return Metrics.globalRegistry()
                .counter("gate_limited", List.of(Tag.create("kind", kind)))
                .map(Counter::count)
                .orElse(0L);
    }

    @Test
    void countLogin_addressesOfOneNetwork_areOne() {
        String network = "2001:db8:" + Integer.toHexString(number()) + ":" + Integer.toHexString(number());
        try (GateFixture gate = new GateFixture(FEW)) {
            assertThat(Stream.of("::1", "::2", "::3")
                            .map(host -> count(gate, "login", network + host).statusCode()))
                    .containsExactly(200, 200, 429);
        }
    }

    @Test
    void count_withoutAddress_isRefused() {
        try (GateFixture gate = new GateFixture(FEW)) {
            assertThat(gate.send(gate.request("/api/gate/v1/count/login")).statusCode())
                    .isEqualTo(400);
        }
    }

    private static HttpResponse<String> count(GateFixture gate, String kind, String address) {
        return gate.send(gate.request("/api/gate/v1/count/" + kind).header("X-Forwarded-For", address));
    }

    private static int number() {
        return ThreadLocalRandom.current().nextInt(1, 250);
    }
}
