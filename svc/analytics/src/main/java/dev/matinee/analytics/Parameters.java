package dev.matinee.analytics;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;

/** What may be asked for by name: a word that is not understood would change the answer's meaning in silence. */
final class Parameters {
    private Parameters() {}

    /**
     * Looks whether there are others than those of every question about days ({@link Days}, {@link Format}) and these.
     *
     * @throws ProblemException 400 that names each other one
     */
    static void only(ServerRequest request, String... these) {
        List<String> known = new ArrayList<>(List.of("from", "to", "timeframe", "format"));
        known.addAll(List.of(these));
        List<FieldError> others = request.query().names().stream()
                .filter(name -> !name.isEmpty() && !known.contains(name))
                .sorted()
                .map(name -> new FieldError("?" + name, "unknown here; known are " + String.join(", ", known)))
                .toList();
        if (!others.isEmpty()) {
            throw ProblemException.of(StandardError.INVALID_PARAMETER, others);
        }
    }
}
