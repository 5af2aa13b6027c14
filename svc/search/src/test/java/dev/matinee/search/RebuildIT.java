package dev.matinee.search;

import static dev.matinee.search.RunningSearch.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.kit.test.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The index is built anew while queries go on, and content goes on changing. */
class RebuildIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterEach
    void letGo() {
        SEARCH.catalog().beforePage(() -> {});
        SEARCH.catalog().away(false);
    }

    @Test
    void reindex_whileQueriesGoOn_missesNothingAndShowsNoGap() throws Exception {
        List<Documents> shelf = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            shelf.add(Documents.video("Archive reel %03d".formatted(i)));
        }
        SEARCH.publish(shelf.toArray(Documents[]::new));
        String before = behind();
        AtomicBoolean going = new AtomicBoolean(true);
        List<String> wrong = new CopyOnWriteArrayList<>();
        Thread asking = Thread.ofVirtual().start(() -> {
            for (int i = 0; going.get(); i++) {
                Answer answer = SEARCH.search("archive reel", "limit", String.valueOf(50 + i % 50));
                if (answer.status() != 200 || answer.json().at("/total/value").asInt() < 119) {
                    wrong.add(answer.status() + " " + answer.json().path("total"));
                }
            }
        });
        // Between the first page and the second: what is changed, removed and made now is nowhere in a page, or there
        // too old.
        AtomicBoolean changed = new AtomicBoolean();
        Documents removed = shelf.getFirst();
        Documents renamed = shelf.get(1).titled("Archive reel renamed");
        Documents made = Documents.video("Archive reel made meanwhile");
        SEARCH.catalog().beforePage(() -> {
            if (SEARCH.catalog().pages() > 1
                    && behind("content-building").length() > 2
                    && changed.compareAndSet(false, true)) {
                SEARCH.catalog().remove(removed.id());
                SEARCH.say(RunningSearch.deleted(removed.document()));
                SEARCH.publish(renamed, made);
            }
        });
        assertThat(reindex().status()).isEqualTo(202);
        assertThat(SEARCH.progress().path("state").asText()).isEqualTo("running");
        assertThat(reindex().text("code")).isEqualTo("reindex_running");
        eventually().until(() -> SEARCH.progress().path("state").asText().equals("done"));
        going.set(false);
        asking.join();

        assertThat(wrong).isEmpty();
        assertThat(changed).isTrue();
        assertThat(behind()).isNotEqualTo(before).contains("content-v");
        assertThat(SEARCH.progress().path("indexed").asInt()).isGreaterThanOrEqualTo(119);
        List<String> titles = new ArrayList<>();
        Answer page = SEARCH.search("archive reel", "limit", "100");
        while (titles.addAll(RunningSearch.titles(page)) && page.json().has("next_cursor")) {
            page = SEARCH.search("archive reel", "limit", "100", "cursor", page.text("next_cursor"));
        }
        assertThat(titles)
                .contains("Archive reel renamed", "Archive reel made meanwhile", "Archive reel 119")
                .doesNotContain("Archive reel 000", "Archive reel 001");
        assertThat(ask("/_cat/indices/content-v*?h=index").strip().lines()).hasSize(1);
    }

    @Test
    void reindex_catalogAwayForAWhile_waitsForIt() {
        SEARCH.publish(Documents.video("Patient otter"));
        SEARCH.catalog().away(true);
        assertThat(reindex().status()).isEqualTo(202);
        assertThat(SEARCH.titles("patient otter")).isNotEmpty();
        assertThat(SEARCH.progress().path("state").asText()).isEqualTo("running");
        SEARCH.catalog().away(false);

        eventually().until(() -> SEARCH.progress().path("state").asText().equals("done"));
        assertThat(SEARCH.titles("patient otter")).isNotEmpty();
    }

    /** As after a pause longer than the lock lives: the other's index must not be deleted, nor this one be asked. */
    @Test
    void reindex_lockTakenByAnother_stopsAndTouchesNothing() {
        SEARCH.publish(Documents.video("Usurped heron"));
        AtomicReference<String> asked = new AtomicReference<>("");
        RedisSettings settings = new RedisSettings(
                RedisServer.shared().url(), Optional.of(RedisServer.shared().password()));
        try (RedisLink other = new RedisLink(settings)) {
            // More than once, because a rebuild goes on when Redis is too slow to tell it of the lock.
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
                RedisServer.shared().flush();
                SEARCH.catalog().beforePage(() -> takeTheLock(other));
                asked.set(behind());
                if (reindex().status() != 202) {
                    return false;
                }
                eventually()
                        .until(() -> !SEARCH.progress().path("state").asText().equals("running"));
                return SEARCH.progress().path("state").asText().equals("failed");
            });
            assertThat(SEARCH.progress().path("problem").asText()).contains("another");
            assertThat(behind()).isEqualTo(asked.get());
            assertThat(behind("content-building")).contains("content-v");
        } finally {
            RedisServer.shared().flush();
        }
        assertThat(SEARCH.titles("usurped heron")).isNotEmpty();
    }

    private static void takeTheLock(RedisLink other) {
        eventually().until(() -> {
            other.setText("search:reindex:lock", "another");
            // So that what this instance knows is asked, and not what it told before.
            other.setText("search:reindex", "nobody's");
            return other.find("search:reindex:lock")
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .equals(Optional.of("another"))
                    && other.find("search:reindex")
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .equals(Optional.of("nobody's"));
        });
    }

    /** As after the loss of Elasticsearch's disk: nobody asks for it, and events of before are not told again. */
    @Test
    void indexLost_isRebuiltFromNothingByItself() throws Exception {
        Documents film = Documents.video("Phoenix feather");
        SEARCH.publish(film);
        ElasticsearchServer.shared().deleteIndices();

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> SEARCH.search("phoenix feather").status() == 200
                        && !SEARCH.titles("phoenix feather").isEmpty());
    }

    private static Answer reindex() {
        return SEARCH.post("/reindex", "Authorization", "Bearer " + SEARCH.token("operator"));
    }

    private static String behind() {
        return behind("content");
    }

    private static String behind(String alias) {
        return ask("/_cat/aliases/" + alias + "?h=index").strip();
    }

    private static String ask(String path) {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(URI.create(
                                            ElasticsearchServer.shared().url() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
