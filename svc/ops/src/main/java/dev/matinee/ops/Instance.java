package dev.matinee.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service, as Consul has it.
 *
 * @param version null for servers that are not ours
 * @param status the worst of its checks: {@code passing}, {@code warning} or {@code critical}
 * @param failing the checks that do not pass
 */
record Instance(
        String service,
        String id,
        String node,
        String address,
        int port,
        @Nullable String version,
        String status,
        List<Check> failing) {
    /** @param output what it said, the first {@value ConsulServices#OUTPUT_CHARS} characters */
    record Check(String name, String status, String output) {}
}
