package dev.matinee.notify;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /notifications}: the inbox. */
final class InboxRoutes implements HttpService {
    private final InboxStore inbox;
    private final MemberWords words;
    private final TokenVerifier tokens;

    InboxRoutes(InboxStore inbox, MemberWords words, TokenVerifier tokens) {
        this.inbox = inbox;
        this.words = words;
        this.tokens = tokens;
    }

    /**
     * A page of the inbox.
     *
     * @param seen send it back to mark as read what this page and those behind it show, and nothing that came later
     */
    record Inbox(
            List<NotificationView> data,
            @Nullable String nextCursor,
            int unread,
            @Nullable String seen) {}

    /** @param seen what {@link Inbox#seen} said */
    record ReadAll(@Nullable String seen) {}

    record Mark(boolean read) {}

    record Marked(long marked, int unread) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/notifications", this::list)
                .get("/notifications/unread", this::unread)
                .post("/notifications/read", this::readAll)
                .patch("/notifications/{id}", this::mark)
                .delete("/notifications/{id}", this::delete);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        boolean unreadOnly = request.query().first("unread").orElse("false").equals("true");
        long before = request.query()
                .first("cursor")
                .asOptional()
                .filter(text -> !text.isBlank())
                .map(InboxRoutes::number)
                .orElse(Long.MAX_VALUE);
        List<Notification> found = inbox.list(caller.subject(), before, unreadOnly, limit + 1);
        Page<Notification> page = Page.of(found, limit, last -> Cursor.of(String.valueOf(last.seq())));
        Wording wording = words.of(caller.subject());
        noStore(response);
        Json.send(
                response,
                new Inbox(
                        page.data().stream()
                                .map(it -> NotificationView.of(it, wording))
                                .toList(),
                        page.nextCursor(),
                        inbox.unread(caller.subject()),
                        page.data().isEmpty()
                                ? null
                                : Cursor.of(
                                        String.valueOf(page.data().getFirst().seq()))));
    }

    private void unread(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        noStore(response);
        Json.send(response, new StreamRoutes.Unread(inbox.unread(caller.subject())));
    }

    private void readAll(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        String seen = Json.read(request, ReadAll.class).seen();
        if (seen == null) {
            throw Json.invalid("/seen", "what the list said as seen");
        }
        long marked = inbox.markAll(caller.subject(), number(seen));
        Json.send(response, new Marked(marked, inbox.unread(caller.subject())));
    }

    private void mark(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        if (!inbox.mark(
                caller.subject(), id(request), Json.read(request, Mark.class).read())) {
            throw ProblemException.of(NotifyError.NOTIFICATION_NOT_FOUND);
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        if (!inbox.delete(caller.subject(), id(request))) {
            throw ProblemException.of(NotifyError.NOTIFICATION_NOT_FOUND);
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private static long number(String cursor) {
        String text = Cursor.parts(cursor, 1).getFirst();
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.of(StandardError.INVALID_CURSOR);
        }
        return Long.parseLong(text);
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request, "id", NotifyError.NOTIFICATION_NOT_FOUND);
    }

    private static void noStore(ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
}
