package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /videos/{id}/comments} and {@code /comments}. */
final class CommentRoutes implements HttpService {
    private final CommentStore comments;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;

    CommentRoutes(CommentStore comments, TokenVerifier tokens, IdempotentAnswers answers) {
        this.comments = comments;
        this.tokens = tokens;
        this.answers = answers;
    }

    /** @param parentId the comment it answers */
    record NewComment(String text, @Nullable UUID parentId) {
        NewComment {
            text = checked(text);
        }
    }

    /**
     * @param text by who wrote it
     * @param hidden by who owns the content, or a moderator
     */
    record CommentPatch(@Nullable String text, @Nullable Boolean hidden) {
        CommentPatch {
            text = text == null ? null : checked(text);
        }
    }

    /** @param comments how many there are in all, answers too */
    record Comments(
            long comments, List<CommentView> data, @Nullable String nextCursor) {}

    @Override
    public void routing(HttpRules rules) {
        for (ContentKind kind : ContentKind.values()) {
            String path = "/" + kind.path() + "/{id}/comments";
            rules.get(path, (request, response) -> list(kind, request, response))
                    .post(path, (request, response) -> create(kind, request, response));
        }
        rules.get("/comments/{id}", this::read)
                .patch("/comments/{id}", this::update)
                .delete("/comments/{id}", this::delete)
                .get("/comments/{id}/replies", this::replies);
    }

    private void list(ContentKind kind, ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        int limit = Page.limit(request);
        UUID content = Ids.get(request.path().pathParameters().get("id"), kind.notFound());
        send(response, caller, comments.threads(caller, kind, content, IdCursor.of(request), limit + 1), limit);
    }

    private void replies(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        int limit = Page.limit(request);
        send(response, caller, comments.replies(caller, id(request), IdCursor.of(request), limit + 1), limit);
    }

    private void read(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        send(response, caller, comments.find(caller, id(request)));
    }

    private void create(ContentKind kind, ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID content = Ids.get(request.path().pathParameters().get("id"), kind.notFound());
        byte[] body = Json.bytes(request);
        NewComment wanted = Json.read(body, NewComment.class);
        answers.answer(request, response, caller.subject(), body, together -> {
            CommentStore.OnContent made = comments.create(
                    caller,
                    kind,
                    content,
                    wanted.text(),
                    wanted.parentId(),
                    (transaction, comment) -> together.accept(transaction, created(comment)));
            return created(made.comment());
        });
    }

    private static IdempotentAnswers.Answer created(Comment comment) {
        return new IdempotentAnswers.Answer(
                Status.CREATED_201.code(),
                "/api/catalog/v1/comments/" + comment.id(),
                ETags.of(comment.revision()),
                new String(Json.write(CommentView.of(comment, true)), StandardCharsets.UTF_8));
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        CommentPatch patch = Json.read(request, CommentPatch.class);
        long revision = ETags.requireIfMatch(request);
        CommentStore.OnContent changed = comments.change(caller, id(request), (comment, access) -> {
            if (comment.state() == Comment.State.DELETED || !access.mayRead()) {
                throw ProblemException.of(CatalogError.COMMENT_NOT_FOUND);
            }
            Rights.requireCommentChange(caller, comment, access.content(), patch.text() != null, patch.hidden());
            if (comment.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            Comment after = patch.text() == null ? comment : comment.edited(patch.text(), comments.now());
            if (patch.hidden() == null) {
                return after;
            }
            boolean moderator = Rights.moderates(Optional.of(caller));
            return patch.hidden()
                    ? after.hidden(moderator ? Comment.HiddenBy.MODERATOR : Comment.HiddenBy.OWNER)
                    : after.shown();
        });
        send(response, Optional.of(caller), changed);
    }

    /** Their own also where they may not read any more. */
    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        comments.change(caller, id(request), (comment, access) -> {
            boolean own = comment.author().equals(caller.subject());
            if (!own && !access.mayRead()) {
                throw ProblemException.of(CatalogError.COMMENT_NOT_FOUND);
            }
            if (!own && !Rights.moderatesComments(Optional.of(caller), access.content())) {
                throw ProblemException.of(CatalogError.NOT_YOUR_COMMENT);
            }
            return comment.deleted();
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    private static void send(ServerResponse response, Optional<Caller> caller, CommentStore.OnContent on) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.ETAG, ETags.of(on.comment().revision()));
        Json.send(response, CommentView.of(on.comment(), Rights.seesHidden(caller, on.comment(), on.content())));
    }

    private static void send(
            ServerResponse response, Optional<Caller> caller, CommentStore.Threads threads, int limit) {
        Page<Comment> page = Page.of(threads.found(), limit, last -> IdCursor.of(last.id()));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(
                response,
                new Comments(
                        threads.comments(),
                        page.data().stream()
                                .map(comment ->
                                        CommentView.of(comment, Rights.seesHidden(caller, comment, threads.content())))
                                .toList(),
                        page.nextCursor()));
    }

    private static String checked(@Nullable String text) {
        Texts texts = new Texts();
        String lines = texts.lines("/text", text, Comment.MAX_TEXT);
        texts.throwIfAny();
        return lines;
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.COMMENT_NOT_FOUND);
    }
}
