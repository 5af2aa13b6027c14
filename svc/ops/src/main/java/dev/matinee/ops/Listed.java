package dev.matinee.ops;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.Page;
import io.helidon.webserver.http.ServerRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, with who of those who were asked said nothing.
 *
 * @param away empty when the list is whole
 * @param nextCursor absent on the last page
 */
record Listed<T>(
        List<T> data, List<Told.Away> away, @Nullable String nextCursor) {
    /**
     * The page that a request asks for by {@code ?limit=} and {@code ?cursor=}. It is cut out of all there is, since who is asked
     * knows no pages that could be gone on with.
     *
     * @param key what is told apart by, as many words for each
     */
    static <T> Listed<T> of(ServerRequest request, Told<T> told, Function<T, List<String>> key) {
        int limit = Page.limit(request);
        Optional<String> cursor = request.query().first("cursor").asOptional();
        Comparator<T> order = (one, other) -> compare(key.apply(one), key.apply(other));
        List<T> behind = told.data().stream()
                .filter(each -> cursor.isEmpty() || compare(key.apply(each), after(cursor.get(), key.apply(each))) > 0)
                .sorted(order)
                .limit(limit + 1L)
                .toList();
        Page<T> page = Page.of(behind, limit, last -> Cursor.of(key.apply(last).toArray(String[]::new)));
        return new Listed<>(page.data(), told.away(), page.nextCursor());
    }

    private static List<String> after(String cursor, List<String> like) {
        return Cursor.parts(cursor, like.size());
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
