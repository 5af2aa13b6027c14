package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A service's OpenAPI document, held beside what the service routes, takes and answers. */
public final class OpenApiDocument {
    private static final Set<String> VERBS = Set.of("get", "head", "post", "put", "patch", "delete", "options");

    private final JsonNode document;

    private OpenApiDocument(JsonNode document) {
        this.document = document;
    }

    /**
     * Reads {@code openapi/<service>.yaml} of the class path.
     *
     * @throws IllegalStateException when there is none
     */
    public static OpenApiDocument of(String service) {
        String name = "openapi/" + service + ".yaml";
        try (InputStream in = OpenApiDocument.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new OpenApiDocument(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * Checks that the paths and verbs are those routed, no more and no fewer.
     *
     * @param services asked for their routes only, so they need nothing to work with
     * @throws AssertionError when they differ
     */
    public void assertRoutes(List<? extends HttpService> services) {
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    if (VERBS.contains(verb)) {
                        documented.add(verb + " " + path.getKey());
                    }
                }));
        Set<String> routed = new TreeSet<>();
        HttpRules rules = (HttpRules) Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(), new Class<?>[] {HttpRules.class}, (proxy, method, arguments) -> {
                    if (!VERBS.contains(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    routed.add(method.getName() + " " + arguments[0]);
                    return proxy;
                });
        services.forEach(service -> service.routing(rules));
        assertThat(documented).isEqualTo(routed);
    }

    /**
     * Checks that a schema has a record's fields, no more and no fewer.
     *
     * @throws AssertionError when they differ
     */
    public void assertFields(String schema, Class<? extends Record> type) {
        assertThat(fields(schema)).as(schema).isEqualTo(fieldsOf(type));
    }

    /** The names of a schema's properties; none for a schema that is not there. */
    public Set<String> fields(String schema) {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    /** The words of a list, such as an {@code enum}, by its JSON pointer; none where there is no list. */
    public Set<String> words(String pointer) {
        return words(document.at(pointer));
    }

    /** The words of a list. */
    public static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** What is at a JSON pointer; a missing node where there is nothing. */
    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** A record's fields as they are on the wire; the set may be changed. */
    public static Set<String> fieldsOf(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** An enum's constants as they are on the wire. */
    public static Set<String> wordsOf(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
