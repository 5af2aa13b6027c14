package dev.matinee.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who takes how much room: what their own metrics say in Prometheus, and indices by Elasticsearch itself. */
final class Storage {
    private static final String INDICES =
            "/_cat/indices?format=json&bytes=b&expand_wildcards=open&h=index,store.size,docs.count";

    private final Prometheus prometheus;
    private final JsonSource elasticsearch;

    Storage(Prometheus prometheus, JsonSource elasticsearch) {
        this.prometheus = prometheus;
        this.elasticsearch = elasticsearch;
    }

    /**
     * Something that takes room.
     *
     * @param kind {@code bucket}, {@code volumes} (a directory of S3's volume server), {@code database}, {@code index} or {@code disk}
     * @param bytes that it takes
     * @param things objects of a bucket, documents of an index; else null
     * @param roomBytes that there is at all, of a disk; else null
     */
    record Used(
            String kind,
            String name,
            long bytes,
            @Nullable Long things,
            @Nullable Long roomBytes) {}

    private record Index(
            @Nullable String index,
            @JsonProperty("store.size") @Nullable String size,
            @JsonProperty("docs.count") @Nullable String documents) {}

    /** The largest of each kind first. */
    Told<Used> list() {
        Told<Used> told = Told.all(List.of(
                new Told.From<>(Source.PROMETHEUS, this::buckets),
                new Told.From<>(Source.PROMETHEUS, this::volumes),
                new Told.From<>(Source.PROMETHEUS, this::databases),
                new Told.From<>(Source.PROMETHEUS, this::disks),
                new Told.From<>(Source.ELASTICSEARCH, this::indices)));
        return new Told<>(
                told.data().stream()
                        .sorted(Comparator.comparing(Used::kind)
                                .thenComparing(Used::bytes, Comparator.reverseOrder())
                                .thenComparing(Used::name))
                        .toList(),
                told.away());
    }

    private List<Used> buckets() throws AwayException {
        Map<String, Long> objects = by("max by (bucket) (SeaweedFS_s3_bucket_object_count)", "bucket");
        return by("max by (bucket) (SeaweedFS_s3_bucket_size_bytes)", "bucket").entrySet().stream()
                .map(size -> new Used("bucket", size.getKey(), size.getValue(), objects.get(size.getKey()), null))
                .toList();
    }

    private List<Used> volumes() throws AwayException {
        String resource = "sum by (instance) (SeaweedFS_volumeServer_resource{type=\"%s\"})";
        return room("volumes", by(resource.formatted("used"), "instance"), by(resource.formatted("all"), "instance"));
    }

    private List<Used> databases() throws AwayException {
        return by("max by (database) (postgresql_database_bytes)", "database").entrySet().stream()
                .map(size -> new Used("database", size.getKey(), size.getValue(), null, null))
                .toList();
    }

    private List<Used> disks() throws AwayException {
        Map<String, Long> sizes = by("max by (disk) (nomad_client_host_disk_size)", "disk");
        return room("disk", by("max by (disk) (nomad_client_host_disk_used)", "disk"), sizes);
    }

    private List<Used> indices() throws AwayException {
        return Stream.of(elasticsearch.get(INDICES, Index[].class))
                .map(index ->
                        new Used("index", text(index.index()), number(index.size()), number(index.documents()), null))
                .toList();
    }

    private static List<Used> room(String kind, Map<String, Long> used, Map<String, Long> sizes) {
        List<Used> rows = new ArrayList<>();
        used.forEach((name, bytes) -> rows.add(new Used(kind, name, bytes, null, sizes.get(name))));
        return rows;
    }

    private Map<String, Long> by(String expression, String label) throws AwayException {
        return prometheus.ask(expression).stream()
                .collect(Collectors.toMap(point -> point.label(label), point -> Math.round(point.value()), Math::max));
    }

    private static long number(@Nullable String text) {
        return text == null || !text.matches("[0-9]{1,18}") ? 0 : Long.parseLong(text);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
