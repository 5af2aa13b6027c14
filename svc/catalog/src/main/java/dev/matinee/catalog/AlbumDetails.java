package dev.matinee.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a creator says about an album; the body of creating and, merged with a patch, of changing one. */
record AlbumDetails(
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String language,
        @Nullable String licence,
        Visibility visibility,
        @Nullable Instant publishAt) {

    /** The rules are those of a video's details. */
    @SuppressWarnings("NullAway") // Jackson hands over null for what the body leaves out.
    AlbumDetails {
        VideoDetails checked =
                new VideoDetails(title, description, tags, null, language, licence, visibility, publishAt, null, null);
        title = checked.title();
        description = checked.description();
        tags = checked.tags();
        language = checked.language();
        licence = checked.licence();
        visibility = checked.visibility();
        publishAt = checked.publishAt();
    }

    static AlbumDetails of(VideoDetails details) {
        return new AlbumDetails(
                details.title(),
                details.description(),
                details.tags(),
                details.language(),
                details.licence(),
                details.visibility(),
                details.publishAt());
    }

    /** Whether the change may let in or shut out somebody, so that signed paths handed out before must end. */
    boolean sameAudience(AlbumDetails other) {
        return visibility == other.visibility && Objects.equals(publishAt, other.publishAt);
    }

    AlbumDetails withVisibility(Visibility changed) {
        return new AlbumDetails(title, description, tags, language, licence, changed, publishAt);
    }
}
