package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.OpenApiDocument;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed, and what a body may hold. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("catalog");

    @Test
    void paths_areThoseRouted() {
        document.assertRoutes(Parts.routes());
    }

    @Test
    void bodies_areTheRecords() {
        document.assertFields("NewVideo", VideoDetails.class);
        document.assertFields("VideoPatch", VideoDetails.class);
        document.assertFields("Video", VideoView.class);
        document.assertFields("Timeline", TimelineRoutes.Timeline.class);
        document.assertFields("TimelineEntry", TimelineEntry.class);
        document.assertFields("CaptionTrack", Captions.Track.class);
        document.assertFields("Captions", CaptionRoutes.Listed.class);
        document.assertFields("Album", AlbumView.class);
        document.assertFields("Photo", AlbumView.PhotoView.class);
        document.assertFields("PhotoSize", MediaPaths.Size.class);
        document.assertFields("NewAlbum", AlbumDetails.class);
        document.assertFields("AlbumPatch", AlbumDetails.class);
        document.assertFields("PhotoDetails", PhotoRoutes.PhotoDetails.class);
        document.assertFields("Item", ContentViews.Item.class);
        document.assertFields("ListedChannel", ListedChannel.View.class);
        document.assertFields("Comment", CommentView.class);
        document.assertFields("Watched", HistoryRoutes.Watched.class);
        document.assertFields("Playback", MediaPaths.Playback.class);
        document.assertFields("Playlist", Playlist.View.class);
        document.assertFields("NewPlaylist", PlaylistDetails.class);
        document.assertFields("PlaylistPatch", PlaylistDetails.class);
        document.assertFields("Report", Report.View.class);
        document.assertFields("NewReport", ReportRoutes.NewReport.class);
        document.assertFields("Decision", ReportRoutes.Decision.class);
        document.assertFields("NewComment", CommentRoutes.NewComment.class);
        document.assertFields("CommentPatch", CommentRoutes.CommentPatch.class);
    }

    @Test
    void enums_areTheKnownWords() {
        assertThat(document.words("/components/schemas/Category/enum")).isEqualTo(VideoDetails.CATEGORIES);
        assertThat(document.words("/components/schemas/Licence/enum")).isEqualTo(VideoDetails.LICENCES);
        assertThat(document.words("/components/schemas/ReportReason/enum")).isEqualTo(Report.REASONS);
    }

    @Test
    void refusalsOfAChange_areNamed() {
        String told = document.at("/paths/~1videos~1{id}/patch/responses/403/description")
                .asText();
        assertThat(told)
                .contains(
                        CatalogError.HIDDEN_BY_MODERATOR.code(),
                        CatalogError.MODERATOR_MAY_ONLY_HIDE.code(),
                        CatalogError.NOT_OWNER.code());
    }
}
