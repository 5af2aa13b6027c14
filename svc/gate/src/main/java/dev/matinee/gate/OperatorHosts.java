package dev.matinee.gate;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which hosts carry operator pages, and where on them a browser may be sent: never anywhere else. */
final class OperatorHosts {
    private static final List<String> PAGES = List.of("consul", "traefik", "zipkin", "prometheus", "nomad", "mail");
    private static final int MAX_TARGET_CHARS = 1_024;
    private static final String HOME = "/";

    private final String scheme;
    private final Set<String> authorities;

    OperatorHosts(URI publicUrl, String domain) {
        this.scheme = publicUrl.getScheme();
        this.authorities = PAGES.stream()
                .map(page -> withoutDefaultPort(page + "." + domain.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The host as we write it, when the {@code Host} header names one of ours. */
    Optional<String> find(String header) {
        return Optional.of(withoutDefaultPort(header.strip().toLowerCase(Locale.ROOT)))
                .filter(authorities::contains);
    }

    /**
     * Where on its own host a browser goes back to after the login. Anything that a browser could read as another host
     * ({@code //host}, {@code /\host}), that is too long for a cookie or that is one of our own pages becomes the start page.
     */
    static String target(String uri) {
        boolean safe = uri.length() <= MAX_TARGET_CHARS
                && uri.startsWith("/")
                && !uri.startsWith("//")
                && uri.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\')
                && !uri.startsWith(LoginRoutes.PREFIX);
        return safe ? uri : HOME;
    }

    /** The address of a target on one of our hosts. */
    String address(String host, String target) {
        if (!authorities.contains(host)) {
            throw new IllegalArgumentException("not an operator host");
        }
        return scheme + "://" + host + target;
    }

    private String withoutDefaultPort(String authority) {
        String port = "https".equals(scheme) ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
