package dev.matinee.kit.http;

import io.helidon.http.Status;
import java.util.Locale;

/** A failure a client can see, named. Each service lists its own in one enum. */
public interface ErrorCode {
    /** The enum constant's name. */
    String name();

    /** The HTTP status it answers with. */
    Status status();

    /** A sentence that tells the caller what is wrong and what helps. */
    String sentence();

    /** The name on the wire, lower case: {@code video_not_found}. */
    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
