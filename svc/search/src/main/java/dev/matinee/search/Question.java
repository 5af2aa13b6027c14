package dev.matinee.search;

import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import io.helidon.webserver.http.ServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a client asks: the text, the filters, the order, how much. The text is never refused; a wrong filter is. */
record Question(
        UserQuery query,
        Set<String> kinds,
        Optional<String> channel,
        Optional<String> tag,
        Optional<String> category,
        Optional<String> language,
        Optional<String> licence,
        Optional<Long> minDurationMs,
        Optional<Long> maxDurationMs,
        Optional<Instant> publishedAfter,
        Optional<Instant> publishedBefore,
        Order order,
        Set<Facet> facets,
        int limit) {
    static final Set<String> KINDS = Set.of("video", "album", "channel", "playlist");
    private static final int MAX_FILTER_CHARS = 200;

    /** In which order answers come. */
    enum Order {
        RELEVANCE,
        NEWEST,
        OLDEST,
        POPULAR
    }

    /** What answers can be counted by. */
    enum Facet {
        KIND("kind"),
        CHANNEL("channel.handle"),
        CATEGORY("category"),
        LANGUAGE("language"),
        LICENCE("licence"),
        TAG("tags"),
        DURATION("duration_ms"),
        PUBLISHED("published_at");

        private final String field;

        Facet(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Question of(ServerRequest request) {
        Parameters given = new Parameters(request);
        Question question = new Question(
                UserQuery.parse(request.query().first("q").orElse("")),
                given.words("kind", KINDS),
                given.text("channel"),
                given.text("tag"),
                given.text("category"),
                given.text("language").map(Entry::primary),
                given.text("licence"),
                given.number("duration_min_ms"),
                given.number("duration_max_ms"),
                given.time("published_after"),
                given.time("published_before"),
                given.word("sort", Order.class).orElse(Order.RELEVANCE),
                given.facets(),
                Page.limit(request));
        given.throwIfAny();
        return question;
    }

    /** Whether it is the text alone, as somebody types it. */
    boolean plain() {
        return kinds.isEmpty()
                && channel.isEmpty()
                && tag.isEmpty()
                && category.isEmpty()
                && language.isEmpty()
                && licence.isEmpty()
                && minDurationMs.isEmpty()
                && maxDurationMs.isEmpty()
                && publishedAfter.isEmpty()
                && publishedBefore.isEmpty()
                && order == Order.RELEVANCE;
    }

    /** The same for the same question; what may differ from page to page is not in it. */
    String key() {
        return List.of(
                        query,
                        new TreeSet<>(kinds),
                        channel,
                        tag,
                        category,
                        language,
                        licence,
                        minDurationMs,
                        maxDurationMs,
                        publishedAfter,
                        publishedBefore,
                        order)
                .toString();
    }

    /** Reads query parameters and collects what is wrong with them. */
    private static final class Parameters {
        private final ServerRequest request;
        private final List<FieldError> errors = new ArrayList<>();

        Parameters(ServerRequest request) {
            this.request = request;
        }

        void throwIfAny() {
            if (!errors.isEmpty()) {
                throw ProblemException.of(StandardError.INVALID_PARAMETER, errors);
            }
        }

        Optional<String> text(String name) {
            Optional<String> text =
                    request.query().first(name).map(String::strip).filter(value -> !value.isEmpty());
            if (text.isPresent() && text.get().length() > MAX_FILTER_CHARS) {
                refuse(name, "at most " + MAX_FILTER_CHARS + " characters");
                return Optional.empty();
            }
            return text;
        }

        Set<String> words(String name, Set<String> known) {
            Set<String> words = new TreeSet<>();
            for (String value : values(name)) {
                if (known.contains(value)) {
                    words.add(value);
                } else {
                    refuse(name, "one of " + String.join(", ", new TreeSet<>(known)));
                }
            }
            return words;
        }

        <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
            return text(name).flatMap(value -> {
                Optional<E> found = Arrays.stream(type.getEnumConstants())
                        .filter(constant ->
                                constant.name().toLowerCase(Locale.ROOT).equals(value))
                        .findFirst();
                if (found.isEmpty()) {
                    refuse(name, "one of " + String.join(", ", names(type)));
                }
                return found;
            });
        }

        Set<Facet> facets() {
            Set<Facet> found = EnumSet.noneOf(Facet.class);
            for (String name : words("facet", names(Facet.class))) {
                found.add(Facet.valueOf(name.toUpperCase(Locale.ROOT)));
            }
            return found;
        }

        Optional<Long> number(String name) {
            return text(name).flatMap(value -> {
                if (value.matches("[0-9]{1,15}")) {
                    return Optional.of(Long.parseLong(value));
                }
                refuse(name, "a whole number of milliseconds");
                return Optional.empty();
            });
        }

        Optional<Instant> time(String name) {
            return text(name).flatMap(value -> {
                try {
                    Instant time = Instant.parse(value);
                    // Elasticsearch takes no years of five digits without a sign.
                    if (time.isAfter(Instant.EPOCH.minusSeconds(62_000_000_000L))
                            && time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                        return Optional.of(time);
                    }
                } catch (DateTimeException e) {
                    refuse(name, "a time such as 2026-01-31T12:00:00Z");
                    return Optional.empty();
                }
                refuse(name, "a time between the years 6 and 9998");
                return Optional.empty();
            });
        }

        private List<String> values(String name) {
            return request.query().contains(name)
                    ? request.query().all(name).stream()
                            .flatMap(value -> Arrays.stream(value.split(",", -1)))
                            .map(String::strip)
                            .filter(value -> !value.isEmpty())
                            .limit(20)
                            .toList()
                    : List.of();
        }

        private static <E extends Enum<E>> Set<String> names(Class<E> type) {
            Set<String> names = new TreeSet<>();
            for (@Nullable E constant : type.getEnumConstants()) {
                names.add(String.valueOf(constant).toLowerCase(Locale.ROOT));
            }
            return names;
        }

        private void refuse(String name, String detail) {
            errors.add(new FieldError("?" + name, detail));
        }
    }
}
