package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * S3 by SeaweedFS, path-style. Each test class takes a bucket of its own from {@link #newBucket()}; one that needs a full S3
 * takes a small one of its own.
 */
public final class S3Server extends TestServer {
    private static final Pattern BUCKET_RIGHT = Pattern.compile("\"(\\w+:\\w+)\"");
    private static final Once<S3Server> SHARED =
            new Once<>(() -> started(new S3Server(Tools.weed(), false, 500, 1024)));
    private static final Identity ALL = new Identity("test-access", "test-secret-key");
    private static final Pattern SECRET = Pattern.compile("\\{\\{ \\.(\\w+) }}");

    private static final String INSIDE = "127.0.0.1";
    private static final String NETWORK_OF_THE_PLATFORM = "127.0.0.2";

    private final Path weed;
    private final boolean platform;
    private final String network;
    private final int masterPort = Ports.free();
    private final int masterGrpcPort = Ports.free();
    private final int volumePort = Ports.free();
    private final int volumeGrpcPort = Ports.free();
    private final int filerPort = Ports.free();
    private final int filerGrpcPort = Ports.free();
    private final int s3Port = Ports.free();
    private final int s3GrpcPort = Ports.free();
    private final int metricsPort = Ports.free();
    private final AtomicInteger buckets = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int volumeMib;
    private volatile int volumes;

    private S3Server(Path weed, boolean platform, int volumes, int volumeMib) {
        super("seaweedfs");
        this.weed = weed;
        this.platform = platform;
        this.volumes = volumes;
        this.volumeMib = volumeMib;
        network = platform ? NETWORK_OF_THE_PLATFORM : INSIDE;
    }

    private static S3Server started(S3Server server) {
        server.configure(
                server.platform
                        ? identities()
                        : BUCKET_RIGHT.matcher(identities()).replaceAll("\"$1-*\""));
        server.start();
        return server;
    }

    /**
     * A running S3 of the caller's own, which must be stopped, and which is full when its volumes are. The first one is
     * SeaweedFS's own; each bucket takes one or more of the others.
     *
     * @param volumes how many there may be
     * @param volumeMib how much goes into each before it takes no more
     */
    public static S3Server ofVolumes(int volumes, int volumeMib) {
        return new Once<>(() -> started(new S3Server(Tools.weed(), false, volumes, volumeMib))).get();
    }

    /** Starts it again with room for so many volumes, as an operator does who adds a disk. */
    public void grow(int moreVolumes) {
        stop();
        volumes = moreVolumes;
        start();
    }

    /** The one S3 of this JVM, started on first use. */
    public static S3Server shared() {
        return SHARED.get();
    }

    /**
     * A new server as the platform's job makes it, by the job's own scripts and with its buckets {@code uploads} and
     * {@code media}, on an address of its own that stands for the network. The caller stops it.
     */
    public static S3Server ofThePlatform() {
        // How large and how many is the job's to say.
        S3Server server = new Once<>(() -> started(new S3Server(Tools.weed(), true, 0, 0))).get();
        Commands.run(
                server.home(),
                server.environment(),
                List.of(
                        "/bin/sh",
                        ProjectFile.of("nomad-jobs/seaweedfs/buckets.sh").toString()));
        return server;
    }

    /** The program {@code weed}, for who runs a server themselves. */
    public static Path program() {
        return Tools.weed();
    }

    /** {@code http://host:port}; buckets are the first part of the path. */
    public URI endpoint() {
        return URI.create("http://" + network + ":" + s3Port);
    }

    /** Where the parts behind S3 listen, HTTP and gRPC: what nobody in the network is to reach. */
    public List<Integer> innerPorts() {
        return List.of(masterPort, masterGrpcPort, volumePort, volumeGrpcPort, filerPort, filerGrpcPort);
    }

    /** A path of the filer as who is on the same machine reaches it. */
    public URI filer(String path) {
        return inside(filerPort, path);
    }

    private static URI inside(int port, String path) {
        return URI.create("http://" + INSIDE + ":" + port + path);
    }

    /** What SeaweedFS tells Prometheus, volumes among it. */
    public URI metrics() {
        return URI.create("http://" + network + ":" + metricsPort + "/metrics");
    }

    /** Where SeaweedFS's master answers, which knows the volumes, to who is on the same machine. */
    public URI master() {
        return inside(masterPort, "");
    }

    /** Credentials. */
    public record Identity(String access, String secret) {}

    /** Who may do everything, for what a test looks at or prepares itself. */
    public Identity all() {
        return ALL;
    }

    /**
     * A service as it is known in the platform's own S3, with the rights it has there; for buckets of
     * {@link #newBucket(String)}.
     *
     * @param service a name of {@code nomad-jobs/seaweedfs/s3.json.tpl}
     */
    public Identity of(String service) {
        return new Identity(service, secretOf(service));
    }

    private static String secretOf(String service) {
        return service + "-test-secret";
    }

    public String region() {
        return "us-east-1";
    }

    /** Makes an empty bucket that nobody else uses, and that no service has rights in. */
    public String newBucket() {
        return newBucket("test");
    }

    /**
     * Makes an empty bucket that nobody else uses and in which services may do what they may in the platform's own.
     *
     * @param like the platform's bucket, {@code uploads} or {@code media}; the new one's name begins with it
     */
    public String newBucket(String like) {
        String bucket = like + "-" + buckets.incrementAndGet();
        try {
            int status = send(HttpRequest.newBuilder(filer("/buckets/" + bucket + "/"))
                    .POST(HttpRequest.BodyPublishers.noBody()));
            if (status != 201) {
                throw new IllegalStateException("no bucket: status " + status + "\n" + logTail());
            }
            return bucket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void configure(String identities) {
        Tools.write(home().resolve("s3.json"), identities);
        // One volume for each new bucket instead of seven: buckets are many and small here.
        Tools.write(home().resolve("master.toml"), """
            [master.volume_growth]
            copy_1 = 1
            """);
        Commands.run(home(), List.of("mkdir", "data"));
    }

    /** Those of the platform with their rights, and one with all. */
    private static String identities() {
        String platform;
        try {
            platform = Files.readString(ProjectFile.of("nomad-jobs/seaweedfs/s3.json.tpl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String services = platform.substring(platform.indexOf('['), platform.lastIndexOf(']'));
        services = SECRET.matcher(services).replaceAll(found -> secretOf(found.group(1)));
        return "{\"identities\": " + services + """
              , {"name": "test",
                 "credentials": [{"accessKey": "%s", "secretKey": "%s"}],
                 "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
            """.formatted(ALL.access(), ALL.secret());
    }

    @Override
    Map<String, String> environment() {
        return platform
                ? Map.ofEntries(
                        Map.entry("WEED_HOME", weed.resolveSibling("").toString()),
                        Map.entry("WEED_DATA", home().resolve("data").toString()),
                        Map.entry("WEED_JWT_SIGNING_KEY", "write"),
                        Map.entry("WEED_JWT_SIGNING_READ_KEY", "read"),
                        Map.entry("WEED_JWT_FILER_SIGNING_KEY", "filer-write"),
                        Map.entry("WEED_JWT_FILER_SIGNING_READ_KEY", "filer-read"),
                        Map.entry("NOMAD_SECRETS_DIR", home().toString()),
                        Map.entry("NOMAD_IP_s3", network),
                        Map.entry("NOMAD_PORT_s3", text(s3Port)),
                        Map.entry("NOMAD_PORT_s3_grpc", text(s3GrpcPort)),
                        Map.entry("NOMAD_PORT_master", text(masterPort)),
                        Map.entry("NOMAD_PORT_master_grpc", text(masterGrpcPort)),
                        Map.entry("NOMAD_PORT_volume", text(volumePort)),
                        Map.entry("NOMAD_PORT_volume_grpc", text(volumeGrpcPort)),
                        Map.entry("NOMAD_PORT_filer", text(filerPort)),
                        Map.entry("NOMAD_PORT_filer_grpc", text(filerGrpcPort)),
                        Map.entry("NOMAD_PORT_metrics", text(metricsPort)),
                        Map.entry("BUCKETS", "uploads media"))
                : Map.of();
    }

    private static String text(int port) {
        return Integer.toString(port);
    }

    @Override
    List<String> command() {
        if (platform) {
            return List.of(
                    "/bin/sh", ProjectFile.of("nomad-jobs/seaweedfs/start.sh").toString());
        }
        return List.of(
                weed.toString(),
                "-logtostderr=true",
                "server",
                "-dir=" + home().resolve("data"),
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-master.port=" + masterPort,
                "-master.port.grpc=" + masterGrpcPort,
                "-master.volumePreallocate=false",
                "-master.volumeSizeLimitMB=" + volumeMib,
                "-volume.port=" + volumePort,
                "-volume.port.grpc=" + volumeGrpcPort,
                "-volume.max=" + volumes,
                "-filer",
                "-filer.port=" + filerPort,
                "-filer.port.grpc=" + filerGrpcPort,
                "-s3",
                "-s3.port=" + s3Port,
                "-s3.port.grpc=" + s3GrpcPort,
                // Fixed ports by default, which two of these on one machine cannot share.
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                "-s3.config=" + home().resolve("s3.json"),
                "-metricsPort=" + metricsPort,
                "-metricsIp=" + network);
    }

    @Override
    boolean answers() throws IOException, InterruptedException {
        // S3 answers before a volume can be written to, so the master is asked for a place first.
        HttpResponse<String> assigned = client.send(
                HttpRequest.newBuilder(inside(masterPort, "/dir/assign"))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return assigned.statusCode() == 200
                && assigned.body().contains("\"fid\"")
                && send(HttpRequest.newBuilder(filer("/"))) < 500
                && send(HttpRequest.newBuilder(endpoint())) < 500;
    }

    private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
