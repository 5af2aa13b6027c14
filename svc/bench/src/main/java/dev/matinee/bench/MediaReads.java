package dev.matinee.bench;

import dev.matinee.kit.test.JobTemplate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the CDN adds to a file that nginx has: token, catalog's word, cache, log. */
final class MediaReads {
    static final Row CACHED = new Row("media", "CDN: a signed, cached segment beside raw nginx", MediaReads::cached);
    static final Row MISSES = new Row("misses", "CDN: origin reads for 200 misses at once", MediaReads::misses);

    private static final String ID = "0198a000-0000-7000-8000-000000000001";
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> FILES =
            List.of("media.js", "http.conf", "server.conf", "access.conf", "media.conf", "web.conf");
    private static final int AT_ONCE = 200;

    private MediaReads() {}

    private static List<Finding> cached(Lab lab) throws IOException {
        List<Finding> findings = new ArrayList<>();
        // Four seconds of video at 1.4 Mbit/s and of sound at 100 kbit/s.
        for (int kilobytes : new int[] {lab.option("segment-kb", 700), lab.option("sound-kb", 50)}) {
            byte[] segment = new byte[kilobytes * 1000];
            new Random(1).nextBytes(segment);
            try (Origin origin = new Origin(segment);
                    Nginx cdn = cdn(lab, origin);
                    Nginx raw = raw(lab, segment)) {
                URI ours = cdn.at("/media/p/" + token() + "/v/" + ID + "/ver1/720p/seg-1.m4s");
                URI peer = raw.at("/seg-1.m4s");
                Wrk.of(Lab.CLIENTS, Duration.ofSeconds(1)).perSecond(lab, ours);
                Wrk.of(Lab.CLIENTS, Duration.ofSeconds(1)).perSecond(lab, peer);
                Loaded first = new Loaded(lab, cdn.server(), lab.wrk(), ours);
                Loaded second = new Loaded(lab, raw.server(), lab.wrk(), peer);
                Pairs pairs = Pairs.take(lab.pairs(), first, second);
                findings.add(Finding.ratio(
                                CACHED.name(),
                                "media segment of " + kilobytes + " kB, signed and cached",
                                "raw nginx on a directory",
                                "/s",
                                pairs,
                                Target.atLeast(0.90))
                        .withCpu(Loaded.cpu(first, second)));
            }
        }
        return findings;
    }

    private static List<Finding> misses(Lab lab) throws IOException {
        byte[] segment = new byte[700_000];
        List<Double> reads = new ArrayList<>();
        try (Origin origin = new Origin(segment);
                Nginx cdn = cdn(lab, origin);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            for (int round = 0; round < lab.pairs(); round++) {
                long before = origin.reads();
                URI one = cdn.at("/media/v/" + ID + "/ver1/720p/seg-" + UUID.randomUUID() + ".m4s");
                List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
                for (int reader = 0; reader < AT_ONCE; reader++) {
                    all.add(client.sendAsync(
                            HttpRequest.newBuilder(one)
                                    .timeout(Duration.ofSeconds(30))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray()));
                }
                all.forEach(answer -> {
                    if (answer.join().statusCode() != 200 || answer.join().body().length != segment.length) {
                        throw new BenchException(
                                "a miss was answered with " + answer.join().statusCode());
                    }
                });
                reads.add((double) (origin.reads() - before));
            }
        }
        return List.of(Finding.reading(
                MISSES.name(),
                "origin reads for " + AT_ONCE + " misses at once",
                "counted at the origin",
                reads,
                Target.atMost(1, "read")));
    }

    private record Nginx(Server server, int port) implements AutoCloseable {
        URI at(String path) {
            return URI.create("http://127.0.0.1:" + port + path);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static Nginx cdn(Lab lab, Origin origin) throws IOException {
        Path allocation = Files.createTempDirectory(lab.work(), "cdn-");
        Path local = Files.createDirectories(allocation.resolve("local"));
        Path secrets = Files.createDirectories(allocation.resolve("secrets"));
        Files.createDirectories(allocation.resolve("alloc/data"));
        Path source = lab.root().resolve("nomad-jobs/cdn");
        for (String name : FILES) {
            Files.copy(source.resolve(name), local.resolve(name));
        }
        int port = Server.freePort();
        JobTemplate template = new JobTemplate(
                Map.of(
                        "NOMAD_ALLOC_DIR",
                        allocation.resolve("alloc").toString(),
                        "NOMAD_SECRETS_DIR",
                        secrets.toString(),
                        "NOMAD_PORT_http",
                        String.valueOf(port),
                        "NOMAD_PORT_access",
                        String.valueOf(Server.freePort()),
                        "CDN_ADDRESS",
                        "127.0.0.1",
                        "CDN_WORKERS",
                        "1",
                        "CDN_ACCESS_LOG",
                        allocation.resolve("access.log").toString(),
                        "CDN_USER",
                        System.getProperty("user.name")),
                Map.of("seaweedfs", List.of(origin.address()), "catalog", List.of(origin.address())),
                Map.of("cdn_keys", "k1:" + Base64.getEncoder().encodeToString(KEY)));
        Files.writeString(
                local.resolve("nginx.conf"), template.render(Files.readString(source.resolve("nginx.conf.tpl"))));
        Files.writeString(
                secrets.resolve("keys.conf"), template.render(Files.readString(source.resolve("keys.conf.tpl"))));
        return start(lab, "cdn", local, port, "/observe/health/live");
    }

    /** What anybody would write down to serve a folder: sendfile, keep-alive and a log of the requests. */
    private static Nginx raw(Lab lab, byte[] segment) throws IOException {
        Path folder = Files.createTempDirectory(lab.work(), "raw-");
        Files.write(Files.createDirectories(folder.resolve("files")).resolve("seg-1.m4s"), segment);
        int port = Server.freePort();
        Files.writeString(
                folder.resolve("nginx.conf"), """
                user %s;
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log stderr crit;
                events { worker_connections 4096; }
                http {
                    sendfile on;
                    tcp_nopush on;
                    keepalive_timeout 65s;
                    access_log %s/access.log combined;
                    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
                    server { listen 127.0.0.1:%d backlog=1024; root %s/files; }
                }
                """.formatted(System.getProperty("user.name"), folder, port, folder));
        return start(lab, "raw", folder, port, "/seg-1.m4s");
    }

    private static Nginx start(Lab lab, String name, Path folder, int port, String answers) {
        Server server = Server.start(
                lab,
                name + "-nginx-" + port,
                List.of(
                        lab.tool("nginx"),
                        "-p",
                        folder + "/",
                        "-c",
                        folder.resolve("nginx.conf").toString(),
                        "-e",
                        "stderr"),
                Map.of());
        Nginx nginx = new Nginx(server, port);
        server.awaitAnswer(nginx.at(answers));
        return nginx;
    }

    private static String token() {
        long expiry = Instant.now().getEpochSecond() + 3_600;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            byte[] signature =
                    mac.doFinal(("v1\nk1\n" + expiry + "\n1\n/v/" + ID + "/").getBytes(StandardCharsets.US_ASCII));
            return "k1." + expiry + ".1."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new BenchException("this JDK has no HMAC-SHA-256", e);
        }
    }
}
