package dev.matinee.notify;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses are of the public Internet: whoever may name an address that we call must not reach by it what only this
 * network can reach (RFC 6890 and the registries of special-purpose addresses of IANA).
 */
final class PublicAddresses {
    private static final List<Block> REFUSED = List.of(
            // This network, private networks, carrier-grade NAT, loopback, link-local.
            Block.of("0.0.0.0/8"),
            Block.of("10.0.0.0/8"),
            Block.of("100.64.0.0/10"),
            Block.of("127.0.0.0/8"),
            Block.of("169.254.0.0/16"),
            Block.of("172.16.0.0/12"),
            Block.of("192.168.0.0/16"),
            // Protocol assignments, documentation, 6to4 relays, benchmarks, multicast, the future, broadcast.
            Block.of("192.0.0.0/24"),
            Block.of("192.0.2.0/24"),
            Block.of("192.88.99.0/24"),
            Block.of("198.18.0.0/15"),
            Block.of("198.51.100.0/24"),
            Block.of("203.0.113.0/24"),
            Block.of("224.0.0.0/4"),
            Block.of("240.0.0.0/4"));
    /** Of version 6 only what is handed out to the Internet is public, less what in it carries other addresses or none. */
    private static final Block GLOBAL_6 = Block.of("2000::/3");

    private static final List<Block> REFUSED_6 = List.of(
            // Teredo, ORCHID and other protocol assignments, documentation, 6to4.
            Block.of("2001::/23"), Block.of("2001:db8::/32"), Block.of("2002::/16"), Block.of("3fff::/20"));

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> REFUSED.stream().noneMatch(block -> block.contains(four));
            // An IPv4 address inside of one of version 6 (::ffff:0:0/96, 64:ff9b::/96) is outside of 2000::/3.
            case Inet6Address six ->
                GLOBAL_6.contains(six) && REFUSED_6.stream().noneMatch(block -> block.contains(six));
            default -> false;
        };
    }

    private record Block(InetAddress prefix, int bits) {
        static Block of(String text) {
            String[] parts = text.split("/", 2);
            try {
                return new Block(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] bytes = address.getAddress();
            byte[] wanted = prefix.getAddress();
            if (bytes.length != wanted.length) {
                return false;
            }
            int whole = bits / 8;
            int rest = bits % 8;
            return Arrays.equals(bytes, 0, whole, wanted, 0, whole)
                    && (rest == 0 || ((bytes[whole] ^ wanted[whole]) & 0xff) >> (8 - rest) == 0);
        }
    }
}
