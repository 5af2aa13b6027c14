package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.test.S3Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What upload's identity may do in the platform's S3; that it is enough for the service, all the other tests show. */
class SourceBucketIT {
    private static final S3Server SERVER = S3Server.shared();

    private static SourceBucket bucket(String name) {
        S3Server.Identity identity = SERVER.of("upload");
        return new SourceBucket(new UploadConfig.S3(
                SERVER.endpoint(), identity.access(), identity.secret(), SERVER.region(), name, Optional.empty()));
    }

    interface Call {
        void on(SourceBucket bucket);
    }

    static Stream<Named<Call>> calls() {
        return Stream.of(
                Named.of("put", bucket -> bucket.putEmpty("u/1")),
                Named.of("multipart", bucket -> bucket.beginMultipart("u/1")),
                Named.of("delete", bucket -> bucket.delete("u/1")),
                Named.of("list", bucket -> bucket.deleteUnder("u/")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anotherServicesBucket_isRefused(Call call) {
        try (SourceBucket media = bucket(SERVER.newBucket("media"))) {
            assertThatThrownBy(() -> call.on(media))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void ownBucket_isOpen(Call call) {
        try (SourceBucket uploads = bucket(SERVER.newBucket("uploads"))) {
            call.on(uploads);
            assertThat(uploads.isReachable()).isTrue();
        }
    }

    @Test
    void listMultiparts_pageAfterPage_isAllThereAre() {
        String name = SERVER.newBucket("uploads");
        try (SourceBucket uploads = bucket(name)) {
            Set<String> begun = IntStream.range(0, 7)
                    // Two of one key too: a page may end between them.
                    .mapToObj(number -> uploads.beginMultipart("u/" + number / 2))
                    .collect(Collectors.toSet());
            List<String> listed = new ArrayList<>();
            Optional<SourceBucket.Behind> after = Optional.empty();
            int pages = 0;
            do {
                SourceBucket.Multiparts page = uploads.listMultiparts(Instant.MAX, after, 3);
                page.open().forEach(open -> listed.add(open.multipart()));
                after = page.after();
                pages++;
            } while (after.isPresent() && pages < 10);
            assertThat(listed).containsExactlyInAnyOrderElementsOf(begun);
            assertThat(pages).isGreaterThan(2);
        }
    }

    private static List<String> encodings(String bucket) {
        try (S3Client s3 = Stored.s3(SERVER.endpoint(), SERVER.all())) {
            return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                    .map(object -> object.key() + " "
                            + s3.headObject(request -> request.bucket(bucket).key(object.key()))
                                    .contentEncoding())
                    .toList();
        }
    }

    @Test
    void put_isStoredAsTheBytesThemselves() throws Exception {
        String name = SERVER.newBucket("uploads");
        try (SourceBucket uploads = bucket(name);
                PartSpool part = PartSpool.in(Stored.TEMPORARY)) {
            part.append(new byte[100_000], 100_000);
            uploads.put("u/put", part);
            String multipart = uploads.beginMultipart("u/parts");
            uploads.complete(
                    "u/parts", multipart, List.of(uploads.putPart("u/parts", multipart, 1, part)), part.size());
            assertThat(encodings(name)).containsExactlyInAnyOrder("u/put null", "u/parts null");
        }
    }
}
