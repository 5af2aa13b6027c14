package dev.matinee.notify;

import java.net.URI;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The sentences of one language, plain text; whoever puts them into HTML escapes them there. */
final class Wording {
    private static final Locale FALLBACK = Locale.ENGLISH;
    private static final Map<String, Locale> LANGUAGES = Map.of("en", Locale.ENGLISH, "de", Locale.GERMAN);
    private static final ResourceBundle.Control NO_DEFAULT_LOCALE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final Locale locale;
    private final ResourceBundle words;
    private final URI publicUrl;
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

    private Wording(Locale locale, URI publicUrl) {
        this.locale = locale;
        this.publicUrl = publicUrl;
        this.words = ResourceBundle.getBundle("letters.letters", locale, NO_DEFAULT_LOCALE);
    }

    /** The languages there are. */
    static final class Languages {
        private final Map<Locale, Wording> known = new ConcurrentHashMap<>();
        private final URI publicUrl;

        Languages(URI publicUrl) {
            this.publicUrl = publicUrl;
        }

        /** @param tag BCP 47; English for one there are no words in */
        Wording of(@Nullable String tag) {
            return known.computeIfAbsent(locale(tag), locale -> new Wording(locale, publicUrl));
        }

        static boolean has(String tag) {
            return LANGUAGES.containsKey(tag);
        }

        private static Locale locale(@Nullable String tag) {
            return tag == null
                    ? FALLBACK
                    : LANGUAGES.getOrDefault(Locale.forLanguageTag(tag).getLanguage(), FALLBACK);
        }
    }

    String language() {
        return locale.getLanguage();
    }

    /** {@code likes by 12: "Ann, Bo and 10 others liked “Film”"} */
    String sentence(Notification it) {
        Facts facts = it.facts();
        String title = facts.title() == null ? say("untitled") : facts.title();
        String channel = facts.channelName() == null ? say("a_channel") : facts.channelName();
        return switch (it.kind()) {
            case NEW_VIDEO, NEW_ALBUM -> say(key(it), channel, title);
            case COMMENT, REPLY -> say(key(it), someone(facts.actor()), title);
            case LIKE -> say(key(it), people(it), title);
            case FOLLOWER -> say(key(it), people(it));
            case READY, FAILED -> say(key(it), title);
            case REPORT -> say(key(it) + "." + Objects.requireNonNullElse(facts.outcome(), "dismissed"));
            case OPERATOR -> title;
        };
    }

    /** Where the web app shows it. */
    String page(Notification it) {
        String content = it.facts().contentId();
        return switch (it.kind()) {
            case NEW_VIDEO, NEW_ALBUM, COMMENT, REPLY, LIKE, READY ->
                content == null
                        ? page("/")
                        : page(("album".equals(it.facts().contentKind()) ? "/album/" : "/watch/") + content);
            case FAILED -> page("/mine");
            case FOLLOWER, REPORT, OPERATOR -> page("/");
        };
    }

    String page(String path) {
        return publicUrl.resolve(path).toString();
    }

    String say(String key, Object... values) {
        MessageFormat format = formats.computeIfAbsent(key, it -> new MessageFormat(words.getString(it), locale));
        synchronized (format) {
            return format.format(values);
        }
    }

    private String people(Notification it) {
        int count = Math.max(it.actors(), 1);
        String first = it.names().isEmpty() ? say("someone") : it.names().getFirst();
        if (count == 1) {
            return say("people.one", first);
        }
        if (count == 2 && it.names().size() > 1) {
            return say("people.two", first, it.names().get(1));
        }
        return say("people.many", first, count - 1);
    }

    private String someone(@Nullable String name) {
        return name == null ? say("someone") : name;
    }

    private static String key(Notification it) {
        return "sentence." + it.kind().wireName();
    }
}
