package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.EventType;
import dev.matinee.events.ReportChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reports: opened by members, decided once by moderators. */
class ReportIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");
    private final Member moderator = Member.of(catalog, "viewer", "moderator");

    @Test
    void opened_decided_saidOnce() {
        String video = owner.films().ready("public");
        Answer opened = report(vera, "video", video);
        assertThat(opened.status()).isEqualTo(201);
        String id = opened.text("id");
        assertThat(report(vera, "video", video).text("id")).as("the same again").isEqualTo(id);
        assertThat(opened.json().has("reporter")).isFalse();
        assertThat(vera.get("/reports/" + id).text("state")).isEqualTo("open");
        assertThat(moderator.get("/reports/" + id).text("reporter")).isEqualTo(vera.subject());
        assertThat(moderator.all("/reports?state=open", "/id")).contains(id);

        String upheld = "{\"outcome\":\"upheld\",\"note\":\"It is gone.\"}";
        assertThat(moderator.patch("/reports/" + id, "\"r1\"", upheld).text("state"))
                .isEqualTo("upheld");
        assertThat(moderator.patch("/reports/" + id, "\"r1\"", upheld).status()).isEqualTo(200);
        assertThat(moderator
                        .patch("/reports/" + id, "\"r1\"", "{\"outcome\":\"dismissed\"}")
                        .text("code"))
                .isEqualTo("report_decided");
        assertThat(vera.get("/reports/" + id).text("note")).isEqualTo("It is gone.");
        assertThat(moderator.all("/reports", "/id")).doesNotContain(id);
        assertThat(moderator.all("/reports?state=upheld", "/id")).contains(id);
        String again = report(vera, "video", video).text("id");
        assertThat(again).as("after the decision").isNotEqualTo(id);

        vera.said(again, EventType.REPORT_OPENED, 1);
        assertThat(catalog.heardTypes(id)).containsExactly(EventType.REPORT_OPENED, EventType.REPORT_RESOLVED);
        ReportChanged told = (ReportChanged) catalog.heard(id).getLast().data();
        assertThat(told.outcome()).isEqualTo("upheld");
        assertThat(told.targetOwner()).isEqualTo(owner.subject());
        assertThat(told.reporter()).isEqualTo(vera.subject());
    }

    @Test
    void targets_whatTheReporterMaySee() {
        String video = owner.films().ready("public");
        String comment =
                owner.post("/videos/" + video + "/comments", "{\"text\":\"x\"}").text("id");
        assertThat(report(vera, "comment", comment).status()).isEqualTo(201);
        assertThat(report(vera, "channel", owner.channel()).status()).isEqualTo(201);
        assertThat(report(vera, "video", owner.films().ready("private")).status())
                .isEqualTo(404);
        for (String kind : List.of("video", "comment", "channel")) {
            assertThat(report(vera, kind, Films.newUser()).status()).isEqualTo(404);
        }
    }

    @Test
    void everyVerb_everyCaller() {
        String video = owner.films().ready("public");
        String id = report(vera, "video", video).text("id");
        String decision = "{\"outcome\":\"dismissed\"}";
        for (Member other : List.of(owner, vera, Member.of(catalog, "viewer", "operator"))) {
            assertThat(other.get("/reports").status()).isEqualTo(403);
            assertThat(other.patch("/reports/" + id, "\"r1\"", decision).status())
                    .isEqualTo(403);
        }
        assertThat(owner.get("/reports/" + id).status())
                .as("not even whose it is")
                .isEqualTo(404);
        for (String path : List.of("/reports", "/reports/" + id)) {
            assertThat(catalog.get(Member.API + path).status()).isEqualTo(401);
        }
        assertThat(catalog.send("POST", Member.API + "/reports", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
        assertThat(moderator
                        .patch("/reports/" + Films.newUser(), "\"r1\"", decision)
                        .status())
                .isEqualTo(404);
        assertThat(moderator.get("/reports?state=lost").status()).isEqualTo(400);
        assertThat(moderator
                        .patch("/reports/" + id, "\"r1\"", "{\"outcome\":\"open\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nonsense_andTooMany_refused() {
        for (String body : List.of(
                "{}",
                "{\"target_kind\":\"video\",\"target_id\":\"x\",\"reason\":\"spam\"}",
                "{\"target_kind\":\"tale\",\"target_id\":\"" + Films.newUser() + "\",\"reason\":\"spam\"}",
                "{\"target_kind\":\"video\",\"target_id\":\"" + Films.newUser() + "\",\"reason\":\"dull\"}",
                "{\"target_kind\":\"video\",\"reason\":\"spam\"}")) {
            assertThat(vera.post("/reports", body).status()).as(body).isEqualTo(400);
        }
        List<Integer> statuses = new ArrayList<>();
        String video = owner.films().ready("public");
        for (int i = 0; i <= Report.MAX_OPEN; i++) {
            String comment = owner.post("/videos/" + video + "/comments", "{\"text\":\"x\"}")
                    .text("id");
            statuses.add(report(vera, "comment", comment).status());
        }
        assertThat(statuses)
                .startsWith(
                        IntStream.range(0, Report.MAX_OPEN).mapToObj(n -> 201).toArray(Integer[]::new));
        assertThat(statuses.getLast()).isEqualTo(409);
    }

    @Test
    void export_everyKind_forServicesOnly() {
        String video = owner.films().ready("public");
        vera.put("/channels/" + owner.channel() + "/follow");
        vera.put("/channels/" + owner.channel() + "/mute");
        vera.put("/channels/" + moderator.channel() + "/block");
        vera.put("/videos/" + video + "/like");
        vera.put("/me/history/" + video, "{\"position_ms\":7000}");
        for (String kind : List.of("follow", "mute", "block", "like", "watch")) {
            JsonNode row = exported(kind).getLast();
            assertThat(row.path("member").asText()).isEqualTo(vera.subject());
            assertThat(row.has("at")).isTrue();
            assertThat(row.has("channel_id")).isEqualTo(!kind.equals("like") && !kind.equals("watch"));
            assertThat(row.has("content_id")).isNotEqualTo(row.has("channel_id"));
        }
        assertThat(exported("follow").getLast().path("channel_owner").asText()).isEqualTo(owner.subject());
        assertThat(exported("block").getLast().path("channel_id").asText()).isEqualTo(moderator.channel());
        assertThat(exported("like").getLast().path("content_kind").asText()).isEqualTo("video");
        assertThat(exported("watch").getLast().path("position_ms").asLong()).isEqualTo(7_000);
        String path = "/internal/catalog/social?kind=follow";
        assertThat(catalog.getAs(moderator.token(), path).status()).isEqualTo(403);
        assertThat(catalog.get(path).status()).isEqualTo(401);
        String service = catalog.token("svc", "service");
        for (String wrong : List.of("?kind=x", "", "?kind=like&limit=501", "?kind=like&after=x")) {
            assertThat(catalog.getAs(service, "/internal/catalog/social" + wrong)
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    /** Vera's rows of a kind, out of all pages. */
    private List<JsonNode> exported(String kind) {
        List<JsonNode> found = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = catalog.getAs(
                    catalog.token("svc", "service"), "/internal/catalog/social?limit=3&kind=" + kind + cursor);
            assertThat(page.status()).isEqualTo(200);
            page.json().path("data").forEach(found::add);
            cursor = page.json().has("next_cursor") ? "&after=" + page.text("next_cursor") : "";
        } while (!cursor.isEmpty());
        assertThat(found.stream().map(row -> row.path("row").asText())).doesNotHaveDuplicates();
        return found.stream()
                .filter(row -> row.path("member").asText().equals(vera.subject()))
                .toList();
    }

    private static Answer report(Member member, String kind, String id) {
        return member.post(
                "/reports", "{\"target_kind\":\"" + kind + "\",\"target_id\":\"" + id + "\",\"reason\":\"spam\"}");
    }
}
