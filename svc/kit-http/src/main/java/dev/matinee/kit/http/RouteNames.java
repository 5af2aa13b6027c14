package dev.matinee.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The names under which requests are counted: the paths of a service's own OpenAPI document, {@code internal} for what only
 * peers ask, {@code observe} for health and metrics, and {@code none} for all else. So there are never more names than the document has paths, whatever clients send.
 */
final class RouteNames {
    private static final List<String> OURS = List.of("internal", "observe");
    private static final String NONE = "none";

    private final Node root = new Node();

    /** Of an OpenAPI 3.1 document in YAML; of nothing, where a service has no document. */
    RouteNames(byte[] openApi) {
        Object document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(openApi, StandardCharsets.UTF_8));
        if (document instanceof Map<?, ?> described && described.get("paths") instanceof Map<?, ?> paths) {
            String base = base(described);
            paths.keySet().forEach(path -> add(base + path));
        }
    }

    private static String base(Map<?, ?> document) {
        return document.get("servers") instanceof List<?> servers
                        && servers.getFirst() instanceof Map<?, ?> server
                        && server.get("url") instanceof String url
                        && !url.equals("/")
                ? url
                : "";
    }

    private void add(String template) {
        Node node = root;
        for (String segment : segments(template)) {
            node = segment.contains("{") ? node.variable() : node.fixed.computeIfAbsent(segment, missing -> new Node());
        }
        node.name = template;
    }

    /** The name of what is at a path (without its query): never null, one of few. */
    String of(String path) {
        String[] segments = segments(path);
        if (OURS.contains(segments[0])) {
            return segments[0];
        }
        String name = find(root, segments, 0);
        return name == null ? NONE : name;
    }

    private static @Nullable String find(Node node, String[] segments, int at) {
        if (at == segments.length) {
            return node.name;
        }
        Node fixed = node.fixed.get(segments[at]);
        String name = fixed == null ? null : find(fixed, segments, at + 1);
        return name != null || node.variable == null ? name : find(node.variable, segments, at + 1);
    }

    private static String[] segments(String path) {
        return path.substring(Math.min(1, path.length())).split("/", -1);
    }

    private static final class Node {
        private final Map<String, Node> fixed = new HashMap<>();
        private @Nullable Node variable;
        private @Nullable String name;

        private Node variable() {
            Node next = variable == null ? new Node() : variable;
            variable = next;
            return next;
        }
    }
}
