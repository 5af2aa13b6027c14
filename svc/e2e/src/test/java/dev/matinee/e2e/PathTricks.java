package dev.matinee.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Paths by which somebody tries to get where no route leads, as they stand in a request line. */
final class PathTricks {
    private static final String ACCESS = "internal/catalog/media-access?content_id=x&epoch=1";

    /** What is behind the gateway and not for outside: what only services ask, health and metrics, Keycloak's other realms. */
    static final List<String> INSIDE = List.of(
            "/" + ACCESS,
            "//" + ACCESS,
            "/./" + ACCESS,
            "/%69nternal/catalog/media-access",
            "/api/../" + ACCESS,
            "/media/../" + ACCESS,
            "/media/%2e%2e/" + ACCESS,
            "/media/..%2f" + ACCESS,
            "/media/..%252f" + ACCESS,
            "/media/..\\" + ACCESS,
            "/media/..%5c" + ACCESS,
            "/media/..;/" + ACCESS,
            "/media/%00/../../" + ACCESS,
            "/api/catalog/v1/..;/..;/..;/" + ACCESS,
            "/api/catalog/..;x=y/..;/" + ACCESS,
            "/api/catalog/%2e%2e;/%2e%2e;/" + ACCESS,
            "/api/catalog/v1/..%3b/..%3b/..%3b/" + ACCESS,
            "/observe/metrics",
            "/observe/health/live",
            "/observe/health/ready",
            "/api/catalog/..;/..;/observe/metrics",
            "/api/gate/v1/..;/..;/..;/observe/metrics",
            "/api/upload/v1/direct/..;/..;/..;/..;/observe/metrics",
            "/_gate/..;/observe/metrics",
            "/_gate/../observe/metrics",
            "/api/upload/v1/direct/..;/uploads/x",
            "/api/gate/v1/verify",
            "/api/gate/v1/verify;x",
            "/api/gate/v1//verify",
            "/api/gate/v1/%76erify",
            "/api/gate/v1/operator",
            "/auth/admin/",
            "/auth/admin/master/console/",
            "/auth/admin/realms/matinee/users",
            "/auth/realms/master",
            "/auth/realms/master/protocol/openid-connect/token",
            "/auth/realms/matinee/../master/.well-known/openid-configuration",
            "/auth/realms/matinee/%2e%2e/master/.well-known/openid-configuration",
            "/auth/realms/matinee%2f..%2fmaster/.well-known/openid-configuration",
            "/auth/realms/matinee/..;/master/.well-known/openid-configuration",
            "/auth/resources/..;/admin/master/console/",
            "/auth/resources/../admin/master/console/",
            "/auth/metrics",
            "/auth/health");

    private PathTricks() {}

    /**
     * Ways to a private file without its token.
     *
     * @param signed {@code /media/p/<token>/v/<content id>/<version>/<file>}, an address that is good
     */
    static List<String> of(String signed) {
        String[] parts = signed.split("/", -1);
        String token = parts[3];
        String id = parts[5];
        String version = parts[6];
        String file = parts[7];
        String key = "v/" + id + "/" + version + "/" + file;
        List<String> tricks = new ArrayList<>(Stream.of(
                        "/media/KEY",
                        "/media/./KEY",
                        "/media//KEY",
                        "//media/KEY",
                        "/media/x/../KEY",
                        "/media/%2e/KEY",
                        "/media/x/%2e%2e/KEY",
                        "/media/x%2f..%2fKEY",
                        "/media/x%252f..%252fKEY",
                        "/media/%252e%252e/media/KEY",
                        "/media/x\\..\\KEY",
                        "/media/%5cKEY",
                        "/media/KEY%00",
                        "/media/KEY\0",
                        "/media/KEY;x",
                        "/media/KEY%3bx",
                        "/media/KEY%3fx",
                        "/media/;x/KEY",
                        "/media/%76/KEY",
                        "/media/p/KEY",
                        "/media/p//KEY",
                        "/media/p/x/KEY",
                        "/media/p/TOKEN/../../KEY",
                        "/media/p/TOKEN/%2e%2e/%2e%2e/KEY",
                        "/media/p/TOKEN/v/x/../../../../KEY",
                        "/media/KEY?token=TOKEN",
                        "/media/../media/KEY",
                        "/media/media/KEY",
                        "/web/../media/KEY",
                        "/KEY",
                        "/MEDIA/KEY")
                .map(trick -> trick.replace("KEY", key).replace("TOKEN", token))
                .toList());
        // A token of <kid>.<exp>.<epoch>.<sig> with a field changed.
        String[] fields = token.split("\\.", -1);
        long expiry = Long.parseLong(fields[1]);
        long epoch = Long.parseLong(fields[2]);
        for (String other : List.of(
                fields[0] + "." + (expiry + 3600) + "." + fields[2] + "." + fields[3],
                fields[0] + "." + fields[1] + "." + (epoch + 1) + "." + fields[3],
                fields[0] + "." + fields[1] + ".." + fields[3],
                "x." + fields[1] + "." + fields[2] + "." + fields[3],
                fields[0] + "." + fields[1] + "." + fields[2] + ".",
                fields[0] + "." + fields[1] + "." + fields[2])) {
            tricks.add("/media/p/" + other + "/" + key);
        }
        return tricks;
    }
}
