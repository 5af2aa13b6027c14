package dev.matinee.catalog;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /internal/catalog/captions}: the files of a video's captions for the CDN, which has asked whether they may be
 * seen; no gateway leads here. Like the bucket of media, they are open to whoever is in the network of the services.
 */
final class CaptionFileRoutes implements HttpService {
    /** Beside the address that changes with each change: so long a copy stays that was deleted. */
    private static final String LIFE = "public, max-age=60";

    private static final Pattern FILE = Pattern.compile("(?<name>[A-Za-z0-9-]{1,35})\\.(?<type>m3u8|vtt)");

    private final VideoQueries queries;
    private final CaptionStore captions;

    CaptionFileRoutes(VideoQueries queries, CaptionStore captions) {
        this.queries = queries;
        this.captions = captions;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/captions/{id}/{version}/{revision}/{file}", this::file);
    }

    private void file(ServerRequest request, ServerResponse response) {
        var parameters = request.path().pathParameters();
        Matcher file = FILE.matcher(parameters.get("file"));
        Optional<String> text = Ids.find(parameters.get("id"))
                .flatMap(queries::find)
                .filter(shown -> shown.captions() != null && shown.video().media() != null)
                .filter(shown -> named(shown, parameters.get("version"), parameters.get("revision")))
                .filter(shown -> file.matches())
                .flatMap(shown ->
                        text(shown, file.group("name"), file.group("type").equals("vtt")));
        String found = text.orElseThrow(() -> ProblemException.of(StandardError.NOT_FOUND));
        response.header(HeaderNames.CACHE_CONTROL, LIFE);
        response.send(found.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean named(ShownVideo shown, String version, String revision) {
        return shown.video().requireMedia().version().equals(version)
                && String.valueOf(captionsOf(shown).revision()).equals(revision);
    }

    private Optional<String> text(ShownVideo shown, String name, boolean vtt) {
        Media media = shown.video().requireMedia();
        Captions held = captionsOf(shown);
        if (vtt) {
            return captions.find(
                    shown.video().id(),
                    name.equals("chapters") ? CaptionStore.Name.CHAPTERS : CaptionStore.Name.captions(name));
        }
        if (name.equals("master")) {
            return Optional.ofNullable(media.master()).map(master -> CaptionPlaylists.master(master, held.languages()));
        }
        return held.languages().contains(name)
                ? Optional.of(CaptionPlaylists.track(name, media.durationMs()))
                : Optional.empty();
    }

    private static Captions captionsOf(ShownVideo shown) {
        return Objects.requireNonNull(shown.captions());
    }
}
