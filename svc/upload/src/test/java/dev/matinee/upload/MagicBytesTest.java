package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicBytesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000206674797069736f6d", // MP4
                "1a45dfa3a34286810142f781", // Matroska, WebM
                "52494646f0ffff0041564920", // AVI
                "52494646f0ffff0057454250", // WebP
                "4740001000", // MPEG transport stream
                "000001ba", // MPEG program stream
                "ffd8ffe000104a464946", // JPEG
                "89504e470d0a1a0a", // PNG
                "4f676753000200", // Ogg
                "464c56010500000009", // FLV
                "3026b2758e66cf11", // ASF
                "00000000" // nothing known
            })
    void media_passes(String hex) {
        assertThat(MagicBytes.isSurelyNotMedia(head(hex))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "504b03041400", // ZIP, office documents
                "255044462d312e37", // PDF
                "7f454c460201", // ELF
                "4d5a90000300", // Windows program
                "1f8b0800", // gzip
                "526172211a0700" // RAR
            })
    void others_areRefused(String hex) {
        assertThat(MagicBytes.isSurelyNotMedia(head(hex))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE html><html><body>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\">",
                "#EXTM3U\n#EXT-X-VERSION:3\nhttp://127.0.0.1/",
                "#!/bin/sh\necho hello everybody\n",
                "just a long enough line of text\n"
            })
    void text_isRefused(String text) {
        assertThat(MagicBytes.isSurelyNotMedia(text.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void playlistWithOddBytes_isRefused() {
        assertThat(MagicBytes.isSurelyNotMedia("#EXTM3U\n# café\nhttp://127.0.0.1/".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void fewBytes_sayNothing() {
        assertThat(MagicBytes.isSurelyNotMedia("hello".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(MagicBytes.isSurelyNotMedia(new byte[0])).isFalse();
    }

    private static byte[] head(String hex) {
        byte[] head = Arrays.copyOf(HexFormat.of().parseHex(hex), 64);
        Arrays.fill(head, hex.length() / 2, 64, (byte) 0x81);
        return head;
    }
}
