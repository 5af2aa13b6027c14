package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed, and what a body may hold. */
class OpenApiTest {
    private static final Set<String> VERBS = Set.of("get", "head", "post", "put", "patch", "delete", "options");

    private final JsonNode document = read();

    @Test
    void paths_areThoseRouted() {
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    if (VERBS.contains(verb)) {
                        documented.add(verb + " " + path.getKey());
                    }
                }));
        Set<String> routed = new TreeSet<>();
        Parts.routes().forEach(routes -> routed.addAll(routes(routes)));
        assertThat(documented).isEqualTo(routed);
    }

    @Test
    void newVideo_hasTheDetails() {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/NewVideo/properties").fieldNames().forEachRemaining(fields::add);
        assertThat(fields).isEqualTo(snakeCase(VideoDetails.class));
        Set<String> patched = new TreeSet<>();
        document.at("/components/schemas/VideoPatch/properties").fieldNames().forEachRemaining(patched::add);
        assertThat(patched).isEqualTo(fields);
    }

    @Test
    void bodies_areTheRecords() {
        assertThat(fields("Video")).isEqualTo(snakeCase(VideoView.class));
        assertThat(fields("CaptionTrack")).isEqualTo(snakeCase(Captions.Track.class));
        assertThat(fields("Captions")).isEqualTo(snakeCase(CaptionRoutes.Listed.class));
        assertThat(fields("Album")).isEqualTo(snakeCase(AlbumView.class));
        assertThat(fields("Photo")).isEqualTo(snakeCase(AlbumView.PhotoView.class));
        assertThat(fields("PhotoSize")).isEqualTo(snakeCase(MediaPaths.Size.class));
        assertThat(fields("NewAlbum")).isEqualTo(snakeCase(AlbumDetails.class)).isEqualTo(fields("AlbumPatch"));
        assertThat(fields("PhotoDetails")).isEqualTo(snakeCase(PhotoRoutes.PhotoDetails.class));
        assertThat(fields("Item")).isEqualTo(snakeCase(ContentViews.Item.class));
        assertThat(fields("ListedChannel")).isEqualTo(snakeCase(ListedChannel.View.class));
        assertThat(fields("Comment")).isEqualTo(snakeCase(CommentView.class));
        assertThat(fields("Watched")).isEqualTo(snakeCase(HistoryRoutes.Watched.class));
        assertThat(fields("Playback")).isEqualTo(snakeCase(MediaPaths.Playback.class));
        assertThat(fields("Playlist")).isEqualTo(snakeCase(Playlist.View.class));
        assertThat(fields("NewPlaylist"))
                .isEqualTo(snakeCase(PlaylistDetails.class))
                .isEqualTo(fields("PlaylistPatch"));
        assertThat(fields("Report")).isEqualTo(snakeCase(Report.View.class));
        assertThat(fields("NewReport")).isEqualTo(snakeCase(ReportRoutes.NewReport.class));
        assertThat(fields("Decision")).isEqualTo(snakeCase(ReportRoutes.Decision.class));
        assertThat(fields("NewComment")).isEqualTo(snakeCase(CommentRoutes.NewComment.class));
        assertThat(fields("CommentPatch")).isEqualTo(snakeCase(CommentRoutes.CommentPatch.class));
    }

    private Set<String> fields(String schema) {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    @Test
    void enums_areTheKnownWords() {
        assertThat(words("Category")).isEqualTo(VideoDetails.CATEGORIES);
        assertThat(words("Licence")).isEqualTo(VideoDetails.LICENCES);
        assertThat(words("ReportReason")).isEqualTo(Report.REASONS);
    }

    @Test
    void refusalsOfAChange_areNamed() {
        String told = document.at("/paths")
                .path("/videos/{id}")
                .at("/patch/responses/403/description")
                .asText();
        assertThat(told)
                .contains(
                        CatalogError.HIDDEN_BY_MODERATOR.code(),
                        CatalogError.MODERATOR_MAY_ONLY_HIDE.code(),
                        CatalogError.NOT_OWNER.code());
    }

    private Set<String> words(String schema) {
        Set<String> words = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Set<String> snakeCase(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Writes down what a service asks of the rules. */
    private static Set<String> routes(HttpService service) {
        Set<String> found = new TreeSet<>();
        HttpRules rules = (HttpRules) Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(), new Class<?>[] {HttpRules.class}, (proxy, method, arguments) -> {
                    if (!VERBS.contains(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    found.add(method.getName() + " " + arguments[0]);
                    return proxy;
                });
        service.routing(rules);
        return found;
    }

    private static JsonNode read() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/catalog.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
