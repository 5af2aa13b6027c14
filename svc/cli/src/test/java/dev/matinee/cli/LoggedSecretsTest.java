package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedSecretsTest {
    private final LoggedSecrets secrets = new LoggedSecrets(Map.of("db_catalog", "Zk3xPq9LmN7vR2tY", "name", "ada"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            password=Zk3xPq9LmN7vR2tY&user=catalog                                       | the secret db_catalog
            token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjF9.c2lnbmF0dXJlLW9mLWl0 | a JSON web token
            Authorization: Bearer 0123456789abcdef0123456789                             | a bearer token
            GET /bucket/key?X-Amz-Signature=0123456789abcdef0123456789abcdef             | a signed address of S3
            GET /p/k1.1790000000.0.0123456789abcdef0123456789abcdef0123456789a/v/1/a.m4s | a signed address of media
            grant_type=refresh_token&refresh_token=abcdefghijklmnop                      | a refresh token
            """)
    void in_lineWithASecret_saysWhereAndWhatKindButNotIt(String line, String kind) throws IOException {
        var log = Files.writeString(temporary.resolve("log"), "fine\n" + line + "\n");

        assertThat(secrets.in(List.of(log))).containsExactly(log + ":2 holds " + kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"catalog listens on port 24095\"}",
                "GET /p/-/v/0198/master.m3u8 200",
                "user ada logged in",
                "Bearer realm=\"matinee\""
            })
    void in_lineWithoutOne_findsNothing(String line) throws IOException {
        assertThat(secrets.in(List.of(Files.writeString(temporary.resolve("log"), line))))
                .isEmpty();
    }

    @Test
    void in_otherCharacters_areReadAllTheSame() throws IOException {
        var log = Files.write(temporary.resolve("log"), new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        assertThat(secrets.in(List.of(log))).isEmpty();
    }
}
