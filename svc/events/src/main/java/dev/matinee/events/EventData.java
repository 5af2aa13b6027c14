package dev.matinee.events;

/** What an event says; one record per kind of statement. */
public sealed interface EventData
        permits UploadCompleted,
                UploadAbandoned,
                UploadRejected,
                ChannelChanged,
                VideoChanged,
                VideoSubmitted,
                VideoDeleted,
                MediaProgress,
                MediaReady,
                MediaFailed,
                JobChanged,
                PosterOrdered,
                PosterReady,
                EncodeTask,
                PlaylistChanged,
                PlaylistDeleted,
                AlbumChanged,
                AlbumDeleted,
                PhotoSubmitted,
                PhotoDeleted,
                PhotoReady,
                PhotoFailed,
                CaptionsChanged,
                FollowChanged,
                LikeChanged,
                CommentChanged,
                MuteChanged,
                BlockChanged,
                WatchProgressed,
                ReportChanged,
                FanOutTask,
                PlaybackReported,
                PageReported,
                NotificationSent {
    /** The id of the thing it speaks of; the Kafka key, so one thing's events stay in order. */
    String aggregateId();
}
