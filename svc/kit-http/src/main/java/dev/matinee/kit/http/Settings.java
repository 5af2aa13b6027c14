package dev.matinee.kit.http;

import io.helidon.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads configuration by type; whatever is missing or wrong is refused with the key's name, at boot. */
public final class Settings {
    private final Config config;

    public Settings(Config config) {
        this.config = config;
    }

    /** Environment over {@code application.yaml} of the class path: {@code DB_URL} sets {@code db.url}. */
    public static Settings load() {
        return new Settings(Config.create());
    }

    /** The value; a blank one counts as missing. */
    public Optional<String> find(String key) {
        return config.get(key).asString().asOptional().map(String::strip).filter(text -> !text.isEmpty());
    }

    public String text(String key) {
        return find(key).orElseThrow(() -> new InvalidSettingException(key, "is not set"));
    }

    public int integer(String key, int min, int max) {
        int value = typed(key, "is not a whole number", Integer::parseInt);
        if (value < min || value > max) {
            throw new InvalidSettingException(key, "must be from " + min + " to " + max);
        }
        return value;
    }

    public long size(String key) {
        long value = typed(key, "is not a number of bytes", Long::parseLong);
        if (value < 1) {
            throw new InvalidSettingException(key, "must be positive");
        }
        return value;
    }

    /** An ISO 8601 duration, {@code PT30S}. */
    public Duration duration(String key) {
        try {
            return Duration.parse(text(key));
        } catch (DateTimeParseException e) {
            throw new InvalidSettingException(key, "is not a duration such as PT30S");
        }
    }

    /** The same within bounds, both allowed. */
    public Duration duration(String key, Duration least, Duration most) {
        Duration value = duration(key);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new InvalidSettingException(key, "must be from " + least + " to " + most);
        }
        return value;
    }

    /** The same, of a time that has to be some. */
    public Duration positiveDuration(String key) {
        Duration value = duration(key);
        if (!value.isPositive()) {
            throw new InvalidSettingException(key, "must be longer than nothing");
        }
        return value;
    }

    /** An absolute address. */
    public URI uri(String key) {
        String text = text(key);
        try {
            URI uri = new URI(text);
            if (uri.isAbsolute()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(key, "is not an address: " + e.getReason());
        }
        throw new InvalidSettingException(key, "is not an absolute address");
    }

    /** An address that may be left out. */
    public Optional<URI> findUri(String key) {
        return find(key).map(present -> uri(key));
    }

    /** Addresses of servers between commas, at least one, each with its host and port. */
    public List<URI> addresses(String key) {
        List<URI> all = list(key).stream().map(text -> address(key, text)).toList();
        if (all.isEmpty()) {
            throw new InvalidSettingException(key, "is not set");
        }
        return all;
    }

    private static URI address(String key, String text) {
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || uri.getPort() < 1) {
                throw new InvalidSettingException(key, "must be addresses such as http://host:port");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new InvalidSettingException(key, "is not an address: " + e.getReason());
        }
    }

    public boolean flag(String key) {
        return switch (text(key)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(key, "must be true or false");
        };
    }

    /** Values between commas. */
    public List<String> list(String key) {
        return Stream.of(text(key).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private <T> T typed(String key, String complaint, Function<String, T> parse) {
        try {
            return parse.apply(text(key));
        } catch (NumberFormatException e) {
            throw new InvalidSettingException(key, complaint);
        }
    }

    /** A setting that keeps the service from starting; the message names the key and never the value. */
    public static final class InvalidSettingException extends RuntimeException {
        public InvalidSettingException(String key, String complaint) {
            super("configuration: " + key + " " + complaint);
        }
    }
}
