package dev.matinee.notify;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to addresses that members named. A name is resolved once and the very address that was looked at is connected to, so a
 * name that means another address a moment later gains nothing; the same for each redirect. Of an answer only the beginning is
 * read, and no try takes longer than the deadline however slowly the other side, its name's servers or its redirects answer.
 */
final class OutsideClient implements Closeable {
    static final int MAX_REDIRECTS = 3;
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final int MAX_ANSWER_BYTES = 2_048;
    /** Only these say that the same request belongs elsewhere (RFC 9110, 15.4); another method would be another request. */
    private static final Set<Integer> REDIRECTS = Set.of(307, 308);

    /** When the try of this thread ends, by {@link System#nanoTime()}; the client has no other way to tell its resolver. */
    private static final ScopedValue<Long> END = ScopedValue.newInstance();

    private final CloseableHttpClient client;
    private final Names names;
    private final ScheduledExecutorService deadlines;
    private final Settings settings;

    /**
     * @param timeout of a whole try: the names asked for, the redirects and the beginning of the answer
     * @param connections at most
     * @param allowed {@code host:port} that may be called though they are not public, for a receiver in one's own network
     */
    record Settings(Duration timeout, int connections, Set<String> allowed) {}

    /**
     * What came back.
     *
     * @param retryAfter how long the other side asked to wait, unless that is longer than anybody is waited for
     */
    record Answer(int status, String beginning, Optional<Duration> retryAfter) {}

    /** The address is none that we call. */
    static final class RefusedException extends UnknownHostException {
        RefusedException(String message) {
            super(message);
        }
    }

    OutsideClient(Settings settings) {
        this(settings, InetAddress::getAllByName);
    }

    OutsideClient(Settings settings, Names.Resolver resolver) {
        this.settings = settings;
        this.names = new Names(resolver, settings.connections());
        Timeout timeout = Timeout.of(settings.timeout());
        this.client = HttpClients.custom()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                // Each try asks for the name anew, and none fails because the other side has forgotten a connection.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Matinee-Notify/1")
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .build())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedNames(names, settings.allowed()))
                        .setMaxConnTotal(settings.connections())
                        .setMaxConnPerRoute(Math.max(1, settings.connections() / 4))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .build();
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon(true).name("outside-deadlines").factory());
    }

    /**
     * Posts, and follows redirects that keep the request as it is.
     *
     * @throws RefusedException when the address, or that of a redirect, is none that we call
     * @throws IOException when there was no answer
     */
    Answer post(URI uri, Map<String, String> headers, byte[] body, String contentType) throws IOException {
        return ScopedValue.where(END, System.nanoTime() + settings.timeout().toNanos())
                .call(() -> follow(uri, headers, body, contentType));
    }

    private Answer follow(URI uri, Map<String, String> headers, byte[] body, String contentType) throws IOException {
        URI at = uri;
        for (int redirects = 0; ; redirects++) {
            check(at);
            Redirected redirected = send(at, headers, body, contentType);
            if (redirected.to().isEmpty()) {
                return redirected.answer();
            }
            if (redirects == MAX_REDIRECTS) {
                throw new IOException("more than " + MAX_REDIRECTS + " redirects");
            }
            at = redirected.to().get();
        }
    }

    /** What can be said of an address without asking for its name. */
    void check(URI uri) throws RefusedException {
        String scheme = uri.getScheme();
        if (uri.getHost() == null || scheme == null || uri.getUserInfo() != null) {
            throw new RefusedException("no address of the form https://host/path");
        }
        boolean allowed = settings.allowed().contains(uri.getHost() + ":" + port(uri));
        if (!scheme.equals("https") && !allowed) {
            throw new RefusedException("only https is called");
        }
    }

    private record Redirected(Answer answer, Optional<URI> to) {}

    private Redirected send(URI uri, Map<String, String> headers, byte[] body, String contentType) throws IOException {
        HttpPost post = new HttpPost(uri);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.parse(contentType)));
        ScheduledFuture<?> deadline = deadlines.schedule(post::cancel, left().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(
                    post,
                    response -> new Redirected(
                            new Answer(response.getCode(), beginning(response), retryAfter(response)),
                            location(uri, response)));
        } catch (RequestFailedException | RuntimeException e) {
            throw new IOException("no answer in time", e);
        } finally {
            deadline.cancel(false);
        }
    }

    private static Duration left() {
        return Duration.ofNanos(Math.max(0, END.get() - System.nanoTime()));
    }

    private static Optional<URI> location(URI base, ClassicHttpResponse response) throws IOException {
        Header location = response.getFirstHeader("Location");
        if (!REDIRECTS.contains(response.getCode()) || location == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(base.resolve(location.getValue()));
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect to no address", e);
        }
    }

    private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null || !header.getValue().matches("[0-9]{1,6}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(header.getValue())))
                .filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0);
    }

    private static String beginning(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        InputStream in = entity.getContent();
        byte[] bytes = in.readNBytes(MAX_ANSWER_BYTES);
        if (bytes.length == MAX_ANSWER_BYTES) {
            // What else it says is not waited for.
            response.close();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        names.close();
        client.close();
    }

    /** Names are refused unless all of their addresses are public. */
    private record CheckedNames(Names names, Set<String> allowed) implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return Arrays.stream(checked(host, allowed.contains(host + ":" + port)))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return checked(host, false);
        }

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return host;
        }

        private InetAddress[] checked(String host, boolean anyway) throws UnknownHostException {
            InetAddress[] found = names.resolve(host, left());
            for (InetAddress address : found) {
                if (!anyway && !PublicAddresses.contain(address)) {
                    throw new RefusedException(host + " leads into a private network");
                }
            }
            return found;
        }
    }
}
