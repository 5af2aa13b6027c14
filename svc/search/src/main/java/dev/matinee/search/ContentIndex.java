package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.Refresh;
import co.elastic.clients.elasticsearch.indices.CreateIndexRequest;
import co.elastic.clients.elasticsearch.indices.get_alias.IndexAliases;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * The indices {@code <name>-v<number>} and which of them is asked: the one behind the alias {@code <name>}. One that is
 * being filled stands behind {@code <name>-building}; what changes meanwhile is written to both.
 */
final class ContentIndex {
    /** How long a writer may believe that it knows the indices to write to. */
    static final Duration TARGETS_LIFE = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(ContentIndex.class.getName());
    private static final String SCHEMA = "schema";

    private final Elastic elastic;
    private final SearchConfig.Index settings;
    private volatile Targets targets = new Targets(List.of(), System.nanoTime());

    ContentIndex(Elastic elastic, SearchConfig.Index settings) {
        this.elastic = elastic;
        this.settings = settings;
    }

    /** What the server can do with words. */
    enum Analysis {
        /** Splits and lowers them. */
        CORE,
        /** Folds and stems them too. */
        RICH;

        /** The request body that makes an index of this kind. */
        ObjectNode definition() {
            String resource = "/index/" + name().toLowerCase(Locale.ROOT) + ".json";
            try (InputStream in = Objects.requireNonNull(ContentIndex.class.getResourceAsStream(resource))) {
                return (ObjectNode) Json.mapper().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Targets(List<String> indices, long at) {}

    String alias() {
        return settings.name();
    }

    String building() {
        return settings.name() + "-building";
    }

    /** Where suggestions out of what is asked often are; not rebuilt with the rest. */
    String queries() {
        return settings.name() + "-queries";
    }

    /** Asks the server to fold and stem: the core distribution refuses filters it does not have. */
    Analysis analysis() throws AwayException {
        try {
            elastic.write(client -> client.indices().analyze(request -> request.withJson(new StringReader("""
                    {"tokenizer": "standard", "text": "probe",
                     "filter": ["lowercase", "asciifolding", {"type": "stemmer", "language": "english"}]}
                    """))));
            return Analysis.RICH;
        } catch (ElasticsearchException e) {
            if (e.status() == 400) {
                return Analysis.CORE;
            }
            throw e;
        }
    }

    /** The indices that a change has to reach, at least one. */
    List<String> targets() throws AwayException {
        Targets known = targets;
        if (!known.indices().isEmpty() && System.nanoTime() - known.at() < TARGETS_LIFE.toNanos()) {
            return known.indices();
        }
        long asked = System.nanoTime();
        TreeSet<String> found = new TreeSet<>(behind(alias()));
        found.addAll(behind(building()));
        if (found.isEmpty()) {
            throw new AwayException("the index " + alias(), new IllegalStateException("nobody has made it yet"));
        }
        targets = new Targets(List.copyOf(found), asked);
        return targets.indices();
    }

    /** The index behind an alias. */
    List<String> behind(String alias) throws AwayException {
        return List.copyOf(aliases(alias).keySet());
    }

    private Map<String, IndexAliases> aliases(String alias) throws AwayException {
        try {
            return elastic.write(client -> client.indices().getAlias(request -> request.name(alias)))
                    .result();
        } catch (ElasticsearchException e) {
            if (e.status() == 404) {
                return Map.of();
            }
            throw e;
        }
    }

    /** Every index of ours by number, whatever its alias. */
    List<String> all() throws AwayException {
        return elastic
                .write(client -> client.indices()
                        .get(request -> request.index(settings.name() + "-v*").allowNoIndices(true)))
                .result()
                .keySet()
                .stream()
                .sorted()
                .toList();
    }

    /**
     * Makes the indices where there are none, so that writing and asking work.
     *
     * @return whether what is there has to be rebuilt: it is empty, or of another shape than this version's
     */
    boolean ensure() throws AwayException {
        Analysis analysis = analysis();
        if (elastic.write(client -> client.indices().exists(request -> request.index(queries())))
                .value()) {
            LOG.log(Level.DEBUG, "{0} is there", queries());
        } else {
            create(queries(), analysis, schema(analysis.definition()), "");
        }
        List<String> current = behind(alias());
        if (current.isEmpty()) {
            LOG.log(Level.INFO, "makes the index {0} with {1} analysis", alias(), analysis);
            // Only so that there is something to ask and to write to: it still has to be filled.
            create(name(1), analysis, "", alias());
            return true;
        }
        String schema = elastic
                .write(client -> client.indices().getMapping(request -> request.index(current.getFirst())))
                .result()
                .values()
                .stream()
                .findFirst()
                .flatMap(
                        mapping -> Optional.ofNullable(mapping.mappings().meta().get(SCHEMA)))
                .map(found -> found.to(String.class))
                .orElse("");
        return !schema.equals(schema(analysis.definition()));
    }

    /** Makes the next index and gives it the alias of what is being filled. */
    String createNext() throws AwayException {
        int last = all().stream()
                .map(index -> index.substring(index.lastIndexOf('v') + 1))
                .filter(number -> number.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
        String next = name(last + 1);
        Analysis analysis = analysis();
        create(next, analysis, schema(analysis.definition()), building());
        return next;
    }

    /** From now on the new one is asked, and nothing else is behind either alias: one step for who asks. */
    void swap(String next) throws AwayException {
        elastic.write(client -> client.indices().refresh(request -> request.index(next)));
        List<String> before = behind(alias());
        elastic.write(client -> client.indices().updateAliases(request -> {
            before.forEach(old -> request.actions(
                    action -> action.remove(remove -> remove.index(old).alias(alias()))));
            return request.actions(action -> action.add(add -> add.index(next).alias(alias())))
                    .actions(
                            action -> action.remove(remove -> remove.index(next).alias(building())));
        }));
        targets = new Targets(List.of(), System.nanoTime());
    }

    /** Deletes every index of ours that is not asked. */
    void deleteOthers() throws AwayException {
        List<String> kept = behind(alias());
        List<String> others =
                all().stream().filter(index -> !kept.contains(index)).toList();
        if (!others.isEmpty()) {
            LOG.log(Level.INFO, "deletes {0}", others);
            elastic.write(client ->
                    client.indices().delete(request -> request.index(others).ignoreUnavailable(true)));
        }
    }

    private String name(int number) {
        return settings.name() + "-v" + number;
    }

    private void create(String index, Analysis analysis, String schema, String alias) throws AwayException {
        ObjectNode body = analysis.definition();
        ((ObjectNode) body.path("settings"))
                .put("number_of_shards", settings.shards())
                .put("number_of_replicas", settings.replicas());
        ((ObjectNode) body.path("mappings")).putObject("_meta").put(SCHEMA, schema);
        if (!alias.isEmpty()) {
            body.putObject("aliases").putObject(alias);
        }
        try {
            elastic.write(client -> client.indices()
                    .create(CreateIndexRequest.of(
                            request -> request.index(index).withJson(new StringReader(body.toString())))));
        } catch (ElasticsearchException e) {
            // Another instance was quicker; a rebuild must have an index of its own.
            if (alias.equals(building())
                    || !"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
        }
    }

    /** Changes whenever the definition does. */
    static String schema(JsonNode definition) {
        CRC32C sum = new CRC32C();
        sum.update(definition.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    static Refresh refresh(boolean soon) {
        return soon ? Refresh.WaitFor : Refresh.False;
    }
}
