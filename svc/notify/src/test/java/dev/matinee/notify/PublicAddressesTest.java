package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is of the public Internet and what is not. */
class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.1",
                "192.0.2.7",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void special_areNot(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::200e"
            })
    void others_are(String address) throws Exception {
        assertThat(PublicAddresses.contain(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "file:///etc/passwd", "https:///x", "//host/x", "https://u:p@host/"})
    void addressesOfAnotherForm_areNotCalled(String address) throws Exception {
        try (OutsideClient client =
                new OutsideClient(new OutsideClient.Settings(Duration.ofSeconds(1), 4, Set.of("hook.test:80")))) {
            assertThatThrownBy(() -> client.check(URI.create(address)))
                    .isInstanceOf(OutsideClient.RefusedException.class);
        }
    }

    @Test
    void allowed_isThatHostAndPortOnly() throws Exception {
        try (OutsideClient client =
                new OutsideClient(new OutsideClient.Settings(Duration.ofSeconds(1), 4, Set.of("hook.test:80")))) {
            client.check(URI.create("http://hook.test/path"));
            assertThatThrownBy(() -> client.check(URI.create("http://hook.test:81/path")))
                    .isInstanceOf(OutsideClient.RefusedException.class);
        }
    }
}
