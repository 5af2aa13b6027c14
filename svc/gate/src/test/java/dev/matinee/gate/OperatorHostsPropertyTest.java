package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OperatorHostsPropertyTest {
    private final OperatorHosts hosts = new OperatorHosts(URI.create("http://localhost:8080"), "localhost:8080");

    @Property
    void target_neverLeavesTheHost(@ForAll("uris") String uri) throws URISyntaxException {
        String target = OperatorHosts.target(uri);
        assertThat(target)
                .startsWith("/")
                .doesNotContain("\\")
                .doesNotContain("\n")
                .doesNotContain("\r");
        String address = hosts.address("consul.localhost:8080", target);
        assertThat(address).startsWith("http://consul.localhost:8080/");
        // What a browser makes of the target alone is an address on the same host too.
        assertThat(target.length() < 2 || (target.charAt(1) != '/' && target.charAt(1) != '\\'))
                .isTrue();
    }

    @Property
    void find_knowsOurHostsOnly(@ForAll("hosts") String header) {
        assertThat(hosts.find(header).isPresent())
                .isEqualTo(header.strip()
                        .toLowerCase(Locale.ROOT)
                        .matches("(consul|traefik|zipkin|prometheus|nomad|mail)\\.localhost:8080"));
    }

    @Example
    void find_defaultPortIsNoPort() {
        OperatorHosts secure = new OperatorHosts(URI.create("https://film.example"), "ops.film.example");
        assertThat(secure.find("Consul.ops.film.example:443")).contains("consul.ops.film.example");
        assertThat(secure.find("consul.ops.film.example:80")).isEmpty();
        assertThat(secure.find("consul.film.example")).isEmpty();
    }

    @Provide
    Arbitrary<String> uris() {
        Arbitrary<String> hostile = Arbitraries.of(
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "/%2f/evil.example",
                "/\t/evil.example",
                "\\\\evil.example",
                "/ui/services?x=1",
                "/_gate/logout",
                "",
                "/",
                "javascript:alert(1)",
                "/a\r\nSet-Cookie: x");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(40);
        return Arbitraries.oneOf(
                hostile,
                any,
                any.map(text -> "/" + text),
                Combinators.combine(hostile, any).as((a, b) -> a + b));
    }

    @Provide
    Arbitrary<String> hosts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "consul.localhost:8080",
                        "CONSUL.localhost:8080",
                        "mail.localhost:8080",
                        "consul.localhost",
                        "consul.localhost:80",
                        "evil.example",
                        "consul.localhost:8080.evil.example",
                        "consul.localhost:8080@evil.example",
                        "evil.example/consul.localhost:8080",
                        "xconsul.localhost:8080",
                        "localhost:8080"),
                Arbitraries.strings().ofMaxLength(30));
    }
}
