package dev.matinee.upload;

import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.UploadRejected;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.EventConsumer;
import dev.matinee.kit.kafka.EventHandler;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.Database;
import dev.matinee.upload.EndingStore.Cause;
import io.helidon.dbclient.DbTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Deletes bytes that those who own content do not want. */
final class ContentEvents {
    private final EndingStore endings;
    private final DirectUploadStore directs;
    private final Assembly assembly;

    ContentEvents(EndingStore endings, DirectUploadStore directs, Assembly assembly) {
        this.endings = endings;
        this.directs = directs;
        this.assembly = assembly;
    }

    EventConsumer consume(KafkaSettings kafka, Database database) {
        return EventConsumer.builder(kafka, UploadConfig.NAME, database)
                .on(EventType.UPLOAD_REJECTED, UploadRejected.class, this::rejected)
                .on(EventType.VIDEO_DELETED, VideoDeleted.class, this::deleted)
                .on(EventType.PHOTO_DELETED, PhotoDeleted.class, this::photoDeleted)
                .on(EventType.ALBUM_DELETED, AlbumDeleted.class, this::albumDeleted)
                .start();
    }

    Runnable rejected(DbTransaction transaction, Event event, UploadRejected data) {
        UUID upload = UUID.fromString(data.uploadId());
        endings.endComplete(transaction, upload, data.owner(), Cause.REJECTED);
        directs.uploadRefused(transaction, upload, data.code(), data.detail());
        return () -> assembly.clean(upload);
    }

    Runnable photoDeleted(DbTransaction transaction, Event event, PhotoDeleted data) {
        return data.submissionId() == null
                ? EventHandler.DONE
                : end(transaction, List.of(data.submissionId()), data.owner());
    }

    Runnable albumDeleted(DbTransaction transaction, Event event, AlbumDeleted data) {
        List<UUID> ended = endings.endForContent(transaction, UUID.fromString(data.contentId()), data.owner());
        Runnable complete = end(transaction, data.submissionIds(), data.owner());
        return () -> {
            ended.forEach(assembly::clean);
            complete.run();
        };
    }

    private Runnable end(DbTransaction transaction, List<String> submissions, String owner) {
        List<UUID> uploads = submissions.stream().map(UUID::fromString).toList();
        uploads.forEach(upload -> endings.endComplete(transaction, upload, owner, Cause.DELETED));
        return () -> uploads.forEach(assembly::clean);
    }

    Runnable deleted(DbTransaction transaction, Event event, VideoDeleted data) {
        List<UUID> ended =
                new ArrayList<>(endings.endForContent(transaction, UUID.fromString(data.contentId()), data.owner()));
        if (data.submissionId() != null) {
            UUID upload = UUID.fromString(data.submissionId());
            endings.endComplete(transaction, upload, data.owner(), Cause.DELETED);
            ended.add(upload);
        }
        return () -> ended.forEach(assembly::clean);
    }
}
