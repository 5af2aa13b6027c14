package dev.matinee.upload;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How partial uploads become the parts of one S3 object. S3 takes parts from 5 MiB up, the last may be shorter (Amazon
 * S3 user guide, "multipart upload limits"), while partial uploads may have any length: ranges long enough are copied
 * within S3, what is too short is gathered with its neighbours and sent again.
 */
final class ConcatenationPlan {
    static final long MIN_PART_BYTES = 5L * 1024 * 1024;
    /** Copies of this size end well within the time one call to S3 may take. */
    static final long MAX_PART_BYTES = 64L * 1024 * 1024;

    private ConcatenationPlan() {}

    record Source(UUID upload, long sizeBytes) {}

    /** Bytes {@code from} (inclusive) {@code to} (exclusive) of a partial upload. */
    record Range(UUID upload, long from, long to) {
        long sizeBytes() {
            return to - from;
        }
    }

    /** One part: copied when it is one range, gathered when there are more. */
    record PlannedPart(List<Range> ranges) {
        PlannedPart {
            ranges = List.copyOf(ranges);
        }

        long sizeBytes() {
            return ranges.stream().mapToLong(Range::sizeBytes).sum();
        }
    }

    static List<PlannedPart> of(List<Source> sources) {
        List<PlannedPart> parts = new ArrayList<>();
        List<Range> gathered = new ArrayList<>();
        long gatheredBytes = 0;
        for (Source source : sources) {
            long at = 0;
            while (at < source.sizeBytes()) {
                long left = source.sizeBytes() - at;
                boolean copies = gatheredBytes == 0 && left >= MIN_PART_BYTES;
                long take = copies ? copied(left) : Math.min(left, MIN_PART_BYTES - gatheredBytes);
                gathered.add(new Range(source.upload(), at, at + take));
                gatheredBytes += take;
                at += take;
                if (gatheredBytes >= MIN_PART_BYTES) {
                    parts.add(new PlannedPart(gathered));
                    gathered.clear();
                    gatheredBytes = 0;
                }
            }
        }
        if (gatheredBytes > 0) {
            parts.add(new PlannedPart(gathered));
        }
        return parts;
    }

    /** As much as one part holds, but never so much that the rest of the source would be too short to copy. */
    private static long copied(long left) {
        if (left <= MAX_PART_BYTES) {
            return left;
        }
        return left - MAX_PART_BYTES < MIN_PART_BYTES ? MAX_PART_BYTES - MIN_PART_BYTES : MAX_PART_BYTES;
    }
}
