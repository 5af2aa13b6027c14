package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The token of a signed path. */
class MediaTokensPropertyTest {
    private static final String SECRET =
            Base64.getEncoder().encodeToString("an example key of thirty-two byt".getBytes(StandardCharsets.US_ASCII));

    /** Computed by another program: printf 'v1\nk1\n…' | openssl dgst -sha256 -hmac … -binary | base64url. */
    @Test
    void token_asAnotherProgramSigns() {
        MediaTokens tokens = new MediaTokens(CdnKey.parse("k1:" + SECRET));
        assertThat(tokens.token(
                        UUID.fromString("01a204e6-3c2f-7bc9-96f5-9458d651ed87"),
                        3,
                        Instant.ofEpochSecond(1_800_000_000)))
                .isEqualTo("k1.1800000000.3.x11NnbQrPrRXPP9IepyAuXYMjUXXEiHjMf9ESduLVs8");
    }

    @Property
    void token_hasTheFormTheCdnTakes(
            @ForAll long high,
            @ForAll long low,
            @ForAll @LongRange(min = 0) long epoch,
            @ForAll @LongRange(min = 1, max = 99_999_999_999L) long exp) {
        MediaTokens tokens = new MediaTokens(CdnKey.parse("k_1:" + SECRET));
        assertThat(tokens.token(new UUID(high, low), epoch, Instant.ofEpochSecond(exp)))
                .matches("k_1\\." + exp + "\\." + epoch + "\\.[A-Za-z0-9_-]{43}");
    }

    @Property
    void token_differsByEachPart(@ForAll long low, @ForAll @LongRange(min = 0, max = 1_000_000) long epoch) {
        MediaTokens tokens = new MediaTokens(CdnKey.parse("k1:" + SECRET));
        Instant exp = Instant.ofEpochSecond(1_800_000_000);
        UUID id = new UUID(1, low);
        String signature = signature(tokens.token(id, epoch, exp));
        assertThat(signature)
                .isNotEqualTo(signature(tokens.token(new UUID(2, low), epoch, exp)))
                .isNotEqualTo(signature(tokens.token(id, epoch + 1, exp)))
                .isNotEqualTo(signature(tokens.token(id, epoch, exp.plusSeconds(1))))
                .isNotEqualTo(signature(new MediaTokens(CdnKey.parse("k2:" + SECRET)).token(id, epoch, exp)));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }
}
