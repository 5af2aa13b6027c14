package dev.matinee.upload;

import dev.matinee.kit.test.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What S3 holds, seen past the service. */
final class Stored {
    static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private Stored() {}

    static byte[] object(TestService service, String uploadId) {
        try (S3Client s3 = s3(service)) {
            return s3.getObjectAsBytes(
                            request -> request.bucket(service.bucketName).key("u/" + uploadId))
                    .asByteArray();
        }
    }

    /** Keys of all objects, those of tails cut down to their upload. */
    static List<String> keys(TestService service) {
        try (S3Client s3 = s3(service)) {
            return s3.listObjectsV2(request -> request.bucket(service.bucketName)).contents().stream()
                    .map(S3Object::key)
                    .map(key -> key.startsWith("t/") ? key.substring(0, key.lastIndexOf('/')) : key)
                    .toList();
        }
    }

    /** Ids of the uploads that have an open multipart upload. */
    static List<String> multiparts(TestService service) {
        try (S3Client s3 = s3(service)) {
            return s3.listMultipartUploads(request -> request.bucket(service.bucketName)).uploads().stream()
                    .map(MultipartUpload::key)
                    .map(key -> key.substring(key.lastIndexOf('/') + 1))
                    .toList();
        }
    }

    static S3Client s3(TestService service) {
        return s3(service.config.s3().endpoint(), S3Server.shared().all());
    }

    static S3Client s3(URI endpoint, S3Server.Identity identity) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(identity.access(), identity.secret())))
                .forcePathStyle(true)
                // As the service does: with AWS's trailers SeaweedFS now and then takes a good body for a broken one.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
