package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /videos/{id}/captions} and {@code /videos/{id}/chapters}. */
final class CaptionRoutes implements HttpService {
    static final String VTT = "text/vtt; charset=utf-8";

    private static final int MAX_CHAPTER = 200;

    private final CaptionStore captions;
    private final VideoQueries queries;
    private final RelationQueries relations;
    private final TokenVerifier tokens;
    private final Clock clock;

    CaptionRoutes(
            CaptionStore captions, VideoQueries queries, RelationQueries relations, TokenVerifier tokens, Clock clock) {
        this.captions = captions;
        this.queries = queries;
        this.relations = relations;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Which there are. */
    record Listed(List<Language> data, boolean chapters) {
        record Language(String language, String label) {}
    }

    @Override
    public void routing(HttpRules rules) {
        String captionsPath = "/videos/{id}/captions/{language}";
        String chaptersPath = "/videos/{id}/chapters";
        rules.get("/videos/{id}/captions", this::list)
                .get(captionsPath, (request, response) -> read(request, response, language(request)))
                .put(captionsPath, (request, response) -> put(request, response, language(request)))
                .delete(captionsPath, (request, response) -> delete(request, response, language(request)))
                .get(chaptersPath, (request, response) -> read(request, response, CaptionStore.Name.CHAPTERS))
                .put(chaptersPath, (request, response) -> put(request, response, CaptionStore.Name.CHAPTERS))
                .delete(chaptersPath, (request, response) -> delete(request, response, CaptionStore.Name.CHAPTERS));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Optional<Captions> held =
                Optional.ofNullable(readable(request, response).captions());
        Json.send(
                response,
                new Listed(
                        held.map(Captions::languages).orElse(List.of()).stream()
                                .map(language -> new Listed.Language(language, Captions.label(language)))
                                .toList(),
                        held.map(Captions::chapters).orElse(false)));
    }

    private void read(ServerRequest request, ServerResponse response, CaptionStore.Name name) {
        ShownVideo shown = readable(request, response);
        String vtt = captions.find(shown.video().id(), name)
                .orElseThrow(() -> ProblemException.of(CatalogError.CAPTIONS_NOT_FOUND));
        String tag = ETags.of(shown.video().revision());
        response.header(HeaderNames.ETAG, tag);
        if (ETags.alreadyHeld(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, VTT);
        response.send(vtt.getBytes(StandardCharsets.UTF_8));
    }

    private void put(ServerRequest request, ServerResponse response, CaptionStore.Name name) {
        Caller caller = tokens.require(request);
        UUID id = id(request);
        List<Cue> cues = parser(request).apply(body(request));
        if (name.kind() == CaptionStore.Kind.CHAPTERS) {
            requireChapters(cues);
        }
        Instant now = now();
        boolean made = captions.put(id, name, cues, now, video -> Rights.requireOwner(caller, video, now));
        response.status(made ? Status.CREATED_201 : Status.NO_CONTENT_204).send();
    }

    private void delete(ServerRequest request, ServerResponse response, CaptionStore.Name name) {
        Caller caller = tokens.require(request);
        Instant now = now();
        captions.delete(id(request), name, now, video -> Rights.requireOwner(caller, video, now));
        response.status(Status.NO_CONTENT_204).send();
    }

    private ShownVideo readable(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        ShownVideo shown =
                queries.find(id(request)).orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
        Video video = shown.video();
        Rights.requireRead(caller, video, relations.of(caller, video.channelId()), clock.instant());
        response.header(HeaderNames.CACHE_CONTROL, caller.isPresent() ? "private, no-cache" : "no-cache");
        response.header(HeaderNames.VARY, "Authorization");
        return shown;
    }

    /** Titles for a list: one line each, and one after the other. */
    private static void requireChapters(List<Cue> cues) {
        long end = 0;
        for (Cue cue : cues) {
            String title = cue.text();
            if (title.contains("\n") || title.length() > MAX_CHAPTER) {
                throw ProblemException.of(
                        CatalogError.INVALID_CAPTIONS,
                        "A chapter's title is one line of at most " + MAX_CHAPTER + " characters.");
            }
            if (cue.startMs() < end) {
                throw ProblemException.of(
                        CatalogError.INVALID_CAPTIONS, "The chapter “" + title + "” begins before the last one ends.");
            }
            end = cue.endMs();
        }
    }

    private static Function<byte[], List<Cue>> parser(ServerRequest request) {
        String type = request.headers()
                .contentType()
                .map(media -> media.mediaType().text())
                .orElse("");
        return switch (type) {
            case "text/vtt" -> CaptionFile::webVtt;
            case "application/x-subrip", "text/srt" -> CaptionFile::subRip;
            default -> throw ProblemException.of(CatalogError.CAPTIONS_TYPE);
        };
    }

    private static byte[] body(ServerRequest request) {
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(CaptionFile.MAX_BYTES + 1);
            if (body.length > CaptionFile.MAX_BYTES) {
                throw ProblemException.of(StandardError.BODY_TOO_LARGE);
            }
            return body;
        } catch (IOException e) {
            throw ProblemException.of(StandardError.BAD_REQUEST, e);
        }
    }

    private static CaptionStore.Name language(ServerRequest request) {
        String tag = request.path().pathParameters().get("language");
        return VideoDetails.languageTag(tag)
                .map(CaptionStore.Name::captions)
                .orElseThrow(() -> ProblemException.of(CatalogError.LANGUAGE_UNKNOWN));
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
