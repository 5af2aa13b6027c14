package dev.matinee.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @ParameterizedTest
    @EnumSource(EventType.class)
    void schema_namesTheRecordsFields(EventType type) throws IOException {
        JsonNode schema = schema(type);
        Set<String> inRecord = new TreeSet<>();
        Set<String> neverNull = new TreeSet<>();
        for (RecordComponent component : type.dataClass().getRecordComponents()) {
            inRecord.add(snake(component.getName()));
            if (component.getAnnotatedType().getAnnotation(Nullable.class) == null) {
                neverNull.add(snake(component.getName()));
            }
        }

        assertThat(fieldNames(schema.get("properties"))).isEqualTo(inRecord);
        assertThat(texts(schema.get("required"))).isEqualTo(neverNull);
    }

    @ParameterizedTest
    @MethodSource("dev.matinee.events.Samples#all")
    void write_fitsTheSchemaAndReadsBack(Event event) throws IOException {
        byte[] json = EventJson.write(event.data());

        assertThat(validator(event.type()).validate(JSON.readTree(json))).isEmpty();
        assertThat(EventJson.read(event.type(), json)).isEqualTo(event.data());
    }

    @ParameterizedTest
    @MethodSource("dev.matinee.events.Samples#all")
    void schema_refusesEventWithoutARequiredField(Event event) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(EventJson.write(event.data()));
        String required = schema(event.type()).get("required").get(0).asText();
        json.remove(required);

        assertThat(validator(event.type()).validate(json)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.matinee.events.Samples#all")
    void read_ignoresFieldsOfLaterVersions(Event event) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(EventJson.write(event.data()));
        json.put("added_later", 1);

        assertThat(EventJson.read(event.type(), JSON.writeValueAsBytes(json))).isEqualTo(event.data());
    }

    @Test
    void samples_coverEveryType() {
        assertThat(Samples.all().map(Event::type)).containsAll(Arrays.asList(EventType.values()));
    }

    @Test
    void schemas_stayCompatibleWithTheFirstRelease() throws IOException {
        List<String> released = resource("/contract-0.1.0.txt").lines().toList();
        assertThat(released).hasSizeGreaterThan(10);
        Pattern line = Pattern.compile("(\\S+) required=(\\S*) optional=(\\S*)");
        for (String each : released) {
            var parts = line.matcher(each);
            assertThat(parts.matches()).as(each).isTrue();
            EventType type = EventType.ofCeType(parts.group(1)).orElseThrow();
            Set<String> fields = fieldNames(schema(type).get("properties"));
            assertThat(fields).as("%s keeps its fields", type).containsAll(names(parts.group(2)));
            assertThat(fields).as("%s keeps its optional fields", type).containsAll(names(parts.group(3)));
            assertThat(texts(schema(type).get("required")))
                    .as("%s demands nothing new", type)
                    .isSubsetOf(names(parts.group(2)));
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void read_refusesWhatIsNotJson(EventType type) {
        Assertions.assertThatThrownBy(() -> EventJson.read(type, "[oops".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedEventException.class);
    }

    private static Set<String> names(String commas) {
        return Arrays.stream(commas.split(",")).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Set<String> fieldNames(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static JsonNode schema(EventType type) throws IOException {
        return JSON.readTree(resource(type.schemaResource()));
    }

    private static JsonSchema validator(EventType type) throws IOException {
        return SCHEMAS.getSchema(resource(type.schemaResource()));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ContractTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
