package dev.matinee.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One event of each type, and a second one where fields may be left out. */
final class Samples {
    private static final Instant TIME = Instant.parse("2026-05-01T12:00:00Z");
    private static final SourceObject SOURCE =
            new SourceObject("uploads", "u/1", 22_700_000, "bunny.mp4", "video/mp4", "00ff");

    private static final String VIEWER = "m" + "a".repeat(22);
    private static final ClientKind CURL = new ClientKind("other", "other", "curl", null, true);

    private Samples() {}

    static Stream<Event> all() {
        return Stream.concat(films(), others());
    }

    private static Stream<Event> films() {
        return Stream.of(
                event(
                        EventType.UPLOAD_COMPLETED,
                        new UploadCompleted(
                                "up1", "user1", "ada", "vid1", SOURCE, Map.of("title", "Big Buck Bunny"), TIME)),
                event(
                        EventType.UPLOAD_COMPLETED,
                        new UploadCompleted(
                                "up2",
                                "user1",
                                null,
                                null,
                                new SourceObject("uploads", "u/2", 1, null, null, null),
                                Map.of())),
                event(EventType.UPLOAD_ABANDONED, new UploadAbandoned("up1", "user1", "vid1", "expired")),
                event(EventType.UPLOAD_REJECTED, new UploadRejected("up1", "user1", "not_owner", "Not your video.")),
                event(
                        EventType.CHANNEL_CREATED,
                        new ChannelChanged("ch1", "user1", "ada", "Ada", "Films by Ada", 1, TIME)),
                event(EventType.CHANNEL_UPDATED, new ChannelChanged("ch1", "user1", "ada", "Ada L.", null, 2, TIME)),
                event(EventType.VIDEO_CREATED, video("uploading", null)),
                event(EventType.VIDEO_UPDATED, video("processing", null)),
                event(EventType.VIDEO_PUBLISHED, video("ready", TIME)),
                event(EventType.VIDEO_UNPUBLISHED, video("ready", TIME)),
                event(EventType.VIDEO_SUBMITTED, new VideoSubmitted("vid1", "up1", "user1", SOURCE)),
                event(EventType.VIDEO_DELETED, new VideoDeleted("vid1", "user1", "up1", 4)),
                event(EventType.VIDEO_DELETED, new VideoDeleted("vid1", "user1", null, 4)),
                event(EventType.MEDIA_PROGRESS, new MediaProgress("vid1", "up1", "job1", "encoding", 42, "720p")),
                event(EventType.MEDIA_PLAYABLE, ready()),
                event(EventType.MEDIA_READY, ready()),
                event(
                        EventType.MEDIA_FAILED,
                        new MediaFailed(
                                "vid1", "up1", "job1", "not_a_video", "This file is not a video.", false, 900L)),
                event(
                        EventType.JOB_CHANGED,
                        new JobChanged(
                                "vid1",
                                "photo1",
                                "up1",
                                "job1",
                                "waits",
                                2,
                                "low 3",
                                "encoder-a-0",
                                4L,
                                "deadline",
                                "Late.")),
                event(
                        EventType.JOB_CHANGED,
                        new JobChanged("vid1", null, "up1", "job1", "queued", 0, null, null, null, null, null)),
                event(EventType.POSTER_ORDERED, new PosterOrdered("vid1", "order1", "user1", "ver1", "1080p", 61_500)),
                event(EventType.POSTER_READY, new PosterReady("vid1", "order1", "job1", "ver2")),
                event(EventType.ENCODE_TASK, new EncodeTask("job1", "vid1", "piece1")),
                event(EventType.ENCODE_TASK, new EncodeTask("job1", "vid1")));
    }

    private static Stream<Event> others() {
        return Stream.of(
                event(
                        EventType.PLAYLIST_CREATED,
                        new PlaylistChanged("play1", "ch1", "owne1", "Summer", "desc1", "public", 3, 3, TIME)),
                event(
                        EventType.PLAYLIST_CREATED,
                        new PlaylistChanged("play1", "ch1", "owne1", "Summer", null, "public", 3, 3, TIME)),
                event(
                        EventType.PLAYLIST_UPDATED,
                        new PlaylistChanged("play1", "ch1", "owne1", "Summer", "desc1", "public", 3, 3, TIME)),
                event(
                        EventType.PLAYLIST_UPDATED,
                        new PlaylistChanged("play1", "ch1", "owne1", "Summer", null, "public", 3, 3, TIME)),
                event(EventType.PLAYLIST_DELETED, new PlaylistDeleted("play1", "owne1", 3)),
                event(
                        EventType.ALBUM_CREATED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                "desc1",
                                List.of("tags"),
                                "lang1",
                                "lice1",
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                "cove1",
                                3,
                                TIME,
                                TIME)),
                event(
                        EventType.ALBUM_CREATED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                null,
                                List.of("tags"),
                                null,
                                null,
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                null,
                                3,
                                TIME,
                                null)),
                event(
                        EventType.ALBUM_UPDATED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                "desc1",
                                List.of("tags"),
                                "lang1",
                                "lice1",
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                "cove1",
                                3,
                                TIME,
                                TIME)),
                event(
                        EventType.ALBUM_UPDATED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                null,
                                List.of("tags"),
                                null,
                                null,
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                null,
                                3,
                                TIME,
                                null)),
                event(
                        EventType.ALBUM_PUBLISHED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                "desc1",
                                List.of("tags"),
                                "lang1",
                                "lice1",
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                "cove1",
                                3,
                                TIME,
                                TIME)),
                event(
                        EventType.ALBUM_PUBLISHED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                null,
                                List.of("tags"),
                                null,
                                null,
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                null,
                                3,
                                TIME,
                                null)),
                event(
                        EventType.ALBUM_UNPUBLISHED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                "desc1",
                                List.of("tags"),
                                "lang1",
                                "lice1",
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                "cove1",
                                3,
                                TIME,
                                TIME)),
                event(
                        EventType.ALBUM_UNPUBLISHED,
                        new AlbumChanged(
                                "vid1",
                                "ch1",
                                "owne1",
                                "Summer",
                                null,
                                List.of("tags"),
                                null,
                                null,
                                "public",
                                "ready",
                                3,
                                List.of("altTe"),
                                null,
                                3,
                                TIME,
                                null)),
                event(EventType.ALBUM_DELETED, new AlbumDeleted("vid1", "owne1", List.of("submi"), 3)),
                event(EventType.PHOTO_SUBMITTED, new PhotoSubmitted("vid1", "phot1", "subm1", "owne1", SOURCE)),
                event(EventType.PHOTO_DELETED, new PhotoDeleted("vid1", "phot1", "owne1", "subm1")),
                event(EventType.PHOTO_DELETED, new PhotoDeleted("vid1", "phot1", "owne1", null)),
                event(EventType.CAPTIONS_CHANGED, new CaptionsChanged("vid1", List.of("langu"), true, 3)),
                event(EventType.FOLLOW_CHANGED, new FollowChanged("foll1", "ch1", "user2", "foll1", true, 3, TIME)),
                event(EventType.FOLLOW_CHANGED, new FollowChanged("foll1", "ch1", "user2", null, true, 3, TIME)),
                event(
                        EventType.LIKE_CHANGED,
                        new LikeChanged("user1", "user1", "vid1", "video", "ch1", "user2", true, 3, TIME)),
                event(
                        EventType.LIKE_CHANGED,
                        new LikeChanged("user1", null, "vid1", "video", "ch1", "user2", true, 3, TIME)),
                event(
                        EventType.COMMENT_CREATED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", "pare1", "pare1", "auth1", "ada", "text1", 3,
                                3, TIME)),
                event(
                        EventType.COMMENT_CREATED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", null, null, "auth1", "ada", null, 3, 3,
                                TIME)),
                event(
                        EventType.COMMENT_UPDATED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", "pare1", "pare1", "auth1", "ada", "text1", 3,
                                3, TIME)),
                event(
                        EventType.COMMENT_UPDATED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", null, null, "auth1", "ada", null, 3, 3,
                                TIME)),
                event(
                        EventType.COMMENT_DELETED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", "pare1", "pare1", "auth1", "ada", "text1", 3,
                                3, TIME)),
                event(
                        EventType.COMMENT_DELETED,
                        new CommentChanged(
                                "comm1", "vid1", "video", "ch1", "user2", null, null, "auth1", "ada", null, 3, 3,
                                TIME)),
                event(EventType.MUTE_CHANGED, new MuteChanged("user1", "ch1", "user2", true, TIME)),
                event(EventType.BLOCK_CHANGED, new BlockChanged("user1", "ch1", "user2", true, TIME)),
                event(EventType.WATCH_PROGRESSED, new WatchProgressed("user1", "vid1", "ch1", 3, 3, true, TIME)),
                event(
                        EventType.REPORT_OPENED,
                        new ReportChanged(
                                "repo1", "repo1", "targ1", "targ1", "targ1", "reas1", "outc1", "note1", TIME)),
                event(
                        EventType.REPORT_OPENED,
                        new ReportChanged("repo1", "repo1", "targ1", "targ1", "targ1", "reas1", null, null, TIME)),
                event(
                        EventType.REPORT_RESOLVED,
                        new ReportChanged(
                                "repo1", "repo1", "targ1", "targ1", "targ1", "reas1", "outc1", "note1", TIME)),
                event(
                        EventType.REPORT_RESOLVED,
                        new ReportChanged("repo1", "repo1", "targ1", "targ1", "targ1", "reas1", null, null, TIME)),
                event(
                        EventType.PHOTO_READY,
                        new PhotoReady(
                                "vid1",
                                "phot1",
                                "subm1",
                                "jobi1",
                                "vers1",
                                3,
                                3,
                                List.of(320, 1280),
                                "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
                                3)),
                event(
                        EventType.PHOTO_FAILED,
                        new PhotoFailed("vid1", "phot1", "subm1", "jobi1", "code1", "deta1", true)),
                event(EventType.NOTIFICATION_SENT, new NotificationSent("noti1", "memb1", "new_video", "in_app")),
                event(EventType.FEED_FANOUT, new FanOutTask("vid1", "ch1", true, 3, 3, TIME)),
                event(
                        EventType.PLAYBACK_REPORTED,
                        new PlaybackReported(
                                "s1",
                                "vid1",
                                VIEWER,
                                "progressed",
                                TIME,
                                20_000,
                                10_000L,
                                20_000L,
                                10_000L,
                                400L,
                                0L,
                                "network",
                                720,
                                1080,
                                "home",
                                "example.org",
                                new ClientKind("desktop", "linux", "firefox", "DE", false))),
                event(
                        EventType.PLAYBACK_REPORTED,
                        new PlaybackReported(
                                "s1", "vid1", VIEWER, "started", TIME, 0, null, null, null, null, null, null, null,
                                null, null, null, CURL)),
                event(
                        EventType.PAGE_REPORTED,
                        new PageReported(
                                VIEWER, "searched", TIME, "search", "vid1", "search", 1, "bunny", 3, "n1", CURL)),
                event(
                        EventType.PAGE_REPORTED,
                        new PageReported(VIEWER, "viewed", TIME, "home", null, null, null, null, null, null, CURL)));
    }

    private static MediaReady ready() {
        return new MediaReady(
                "vid1",
                "up1",
                "job1",
                "ver1",
                30_000,
                1920,
                1080,
                24.0,
                true,
                List.of("poster.jpg", "poster-1.jpg"),
                true,
                9_000_000,
                List.of(new MediaReady.Rendition("240p", 426, 240, 330_000, 300_000, "avc1.64000d,mp4a.40.2")),
                "#EXTM3U\n",
                42_000L);
    }

    private static VideoChanged video(String state, @org.jspecify.annotations.Nullable Instant publishedAt) {
        return new VideoChanged(
                "vid1",
                "ch1",
                "user1",
                "Big Buck Bunny",
                null,
                List.of("animation"),
                "film",
                "en",
                "cc-by",
                "public",
                state,
                publishedAt == null ? null : "ver1",
                publishedAt == null ? null : 30_000L,
                3,
                TIME,
                publishedAt);
    }

    private static Event event(EventType type, EventData data) {
        return Event.now(type, "test", TIME, data);
    }
}
