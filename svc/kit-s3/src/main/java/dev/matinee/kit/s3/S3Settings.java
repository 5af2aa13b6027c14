package dev.matinee.kit.s3;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How to reach S3; the secret is never shown.
 *
 * @param endpoint {@code http://host:port}; buckets are in its path
 * @param region as the server calls it
 * @param access who we are
 * @param secret what proves it
 */
public record S3Settings(URI endpoint, String region, String access, String secret) {
    /**
     * A client that any S3 server understands; the caller closes it.
     *
     * @param connect how long a connection may take to come about
     * @param silence how long S3 may say nothing in the middle of something
     * @param limits how long a call may take in all, and how often it is tried; a client without any waits for ever
     */
    public S3Client client(Duration connect, Duration silence, Consumer<ClientOverrideConfiguration.Builder> limits) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(access, secret)))
                // The payload is signed, which is checksum enough; not every server knows the newer trailing ones.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // Or "aws-chunked" would be kept as the content's encoding.
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .overrideConfiguration(limits)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(connect)
                        .socketTimeout(silence))
                .build();
    }

    @Override
    public String toString() {
        return "S3Settings[" + endpoint + "]";
    }
}
