package dev.matinee.events;

import java.util.Arrays;
import java.util.Optional;

/** Every kind of event and task: its {@code ce_type}, its topic and the record that carries its data. */
public enum EventType {
    UPLOAD_COMPLETED("upload.completed", Topic.UPLOAD_EVENTS, UploadCompleted.class),
    UPLOAD_ABANDONED("upload.abandoned", Topic.UPLOAD_EVENTS, UploadAbandoned.class),
    UPLOAD_REJECTED("content.upload.rejected", Topic.CONTENT_EVENTS, UploadRejected.class),
    CHANNEL_CREATED("content.channel.created", Topic.CONTENT_EVENTS, ChannelChanged.class),
    CHANNEL_UPDATED("content.channel.updated", Topic.CONTENT_EVENTS, ChannelChanged.class),
    VIDEO_CREATED("content.video.created", Topic.CONTENT_EVENTS, VideoChanged.class),
    VIDEO_UPDATED("content.video.updated", Topic.CONTENT_EVENTS, VideoChanged.class),
    VIDEO_SUBMITTED("content.video.submitted", Topic.CONTENT_EVENTS, VideoSubmitted.class),
    VIDEO_PUBLISHED("content.video.published", Topic.CONTENT_EVENTS, VideoChanged.class),
    VIDEO_UNPUBLISHED("content.video.unpublished", Topic.CONTENT_EVENTS, VideoChanged.class),
    VIDEO_DELETED("content.video.deleted", Topic.CONTENT_EVENTS, VideoDeleted.class),
    MEDIA_PROGRESS("media.progress", Topic.MEDIA_EVENTS, MediaProgress.class),
    MEDIA_PLAYABLE("media.playable", Topic.MEDIA_EVENTS, MediaReady.class),
    MEDIA_READY("media.ready", Topic.MEDIA_EVENTS, MediaReady.class),
    MEDIA_FAILED("media.failed", Topic.MEDIA_EVENTS, MediaFailed.class),
    JOB_CHANGED("media.job.changed", Topic.MEDIA_EVENTS, JobChanged.class),
    POSTER_ORDERED("content.poster.ordered", Topic.CONTENT_EVENTS, PosterOrdered.class),
    POSTER_READY("media.poster.ready", Topic.MEDIA_EVENTS, PosterReady.class),
    PLAYLIST_CREATED("content.playlist.created", Topic.CONTENT_EVENTS, PlaylistChanged.class),
    PLAYLIST_UPDATED("content.playlist.updated", Topic.CONTENT_EVENTS, PlaylistChanged.class),
    PLAYLIST_DELETED("content.playlist.deleted", Topic.CONTENT_EVENTS, PlaylistDeleted.class),
    ALBUM_CREATED("content.album.created", Topic.CONTENT_EVENTS, AlbumChanged.class),
    ALBUM_UPDATED("content.album.updated", Topic.CONTENT_EVENTS, AlbumChanged.class),
    ALBUM_PUBLISHED("content.album.published", Topic.CONTENT_EVENTS, AlbumChanged.class),
    ALBUM_UNPUBLISHED("content.album.unpublished", Topic.CONTENT_EVENTS, AlbumChanged.class),
    ALBUM_DELETED("content.album.deleted", Topic.CONTENT_EVENTS, AlbumDeleted.class),
    PHOTO_SUBMITTED("content.photo.submitted", Topic.CONTENT_EVENTS, PhotoSubmitted.class),
    PHOTO_DELETED("content.photo.deleted", Topic.CONTENT_EVENTS, PhotoDeleted.class),
    CAPTIONS_CHANGED("content.captions.changed", Topic.CONTENT_EVENTS, CaptionsChanged.class),
    FOLLOW_CHANGED("social.follow.changed", Topic.SOCIAL_EVENTS, FollowChanged.class),
    LIKE_CHANGED("social.like.changed", Topic.SOCIAL_EVENTS, LikeChanged.class),
    COMMENT_CREATED("social.comment.created", Topic.SOCIAL_EVENTS, CommentChanged.class),
    COMMENT_UPDATED("social.comment.updated", Topic.SOCIAL_EVENTS, CommentChanged.class),
    COMMENT_DELETED("social.comment.deleted", Topic.SOCIAL_EVENTS, CommentChanged.class),
    MUTE_CHANGED("social.mute.changed", Topic.SOCIAL_EVENTS, MuteChanged.class),
    BLOCK_CHANGED("social.block.changed", Topic.SOCIAL_EVENTS, BlockChanged.class),
    WATCH_PROGRESSED("social.watch.progressed", Topic.SOCIAL_EVENTS, WatchProgressed.class),
    REPORT_OPENED("social.report.opened", Topic.SOCIAL_EVENTS, ReportChanged.class),
    REPORT_RESOLVED("social.report.resolved", Topic.SOCIAL_EVENTS, ReportChanged.class),
    PHOTO_READY("media.photo.ready", Topic.MEDIA_EVENTS, PhotoReady.class),
    PHOTO_FAILED("media.photo.failed", Topic.MEDIA_EVENTS, PhotoFailed.class),
    PLAYBACK_REPORTED("playback.reported", Topic.PLAYBACK_EVENTS, PlaybackReported.class),
    PAGE_REPORTED("page.reported", Topic.PAGE_EVENTS, PageReported.class),
    NOTIFICATION_SENT("notify.notification.sent", Topic.NOTIFY_EVENTS, NotificationSent.class),
    FEED_FANOUT("feed.fanout", Topic.FEED_TASKS, FanOutTask.class),
    ENCODE_TASK("encode.task", Topic.ENCODE_TASKS, EncodeTask.class);

    private final String ceType;
    private final Topic topic;
    private final Class<? extends EventData> dataClass;

    EventType(String ceType, Topic topic, Class<? extends EventData> dataClass) {
        this.ceType = ceType;
        this.topic = topic;
        this.dataClass = dataClass;
    }

    /** The CloudEvents {@code type} attribute. */
    public String ceType() {
        return ceType;
    }

    /** Where events of this type go. */
    public Topic topic() {
        return topic;
    }

    /** The record its data is read into. */
    public Class<? extends EventData> dataClass() {
        return dataClass;
    }

    /** The class path resource of its JSON Schema (version 1). */
    public String schemaResource() {
        return "/dev/matinee/events/" + ceType + ".v1.json";
    }

    /**
     * Finds the type that travels under a {@code ce_type}.
     *
     * @param ceType the CloudEvents attribute
     * @return empty for a type this version does not know, which a consumer skips
     */
    public static Optional<EventType> ofCeType(String ceType) {
        return Arrays.stream(values())
                .filter(type -> type.ceType.equals(ceType))
                .findFirst();
    }
}
