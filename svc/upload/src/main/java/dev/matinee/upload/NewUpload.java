package dev.matinee.upload;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is asked to be made; {@code partials} is empty but for a final upload. */
record NewUpload(
        UUID id,
        String owner,
        String ownerName,
        Upload.Kind kind,
        Optional<Long> length,
        UploadMetadata metadata,
        Optional<UUID> direct,
        List<UUID> partials) {
    NewUpload {
        partials = List.copyOf(partials);
    }
}
