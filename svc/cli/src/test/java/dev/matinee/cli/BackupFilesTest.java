package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small things that a backup is made of. */
class BackupFilesTest {
    @TempDir
    private Path place;

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pool_sameContentTwice_isKeptOnce() throws Exception {
        var pool = new Pool(place);
        var name = pool.put(bytes("film"));
        assertThat(pool.put(bytes("film"))).isEqualTo(name);
        assertThat(pool.put(bytes("other"))).isNotEqualTo(name);
        assertThat(pool.has(name, 4)).isTrue();
        assertThat(pool.has(name, 5)).isFalse();
        assertThat(pool.checked(name)).hasContent("film");
        assertThat(pool.keepOnly(Set.of(name))).isEqualTo(1);
        try (var files = Files.walk(place)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(pool.file(name));
        }
    }

    @Test
    void pool_damagedOrLostFile_isNamed() throws Exception {
        var pool = new Pool(place);
        var name = pool.put(bytes("film"));
        Files.writeString(pool.file(name), "Film");
        assertThatThrownBy(() -> pool.checked(name))
                .hasMessageContaining("damaged")
                .hasMessageContaining(name);
        Files.delete(pool.file(name));
        assertThatThrownBy(() -> pool.checked(name))
                .hasMessageContaining("lacks")
                .hasMessageContaining(name);
    }

    @Test
    void secrets_sealed_openWithTheirPassphraseOnly() {
        var plain = "a secret".getBytes(StandardCharsets.UTF_8);
        var sealed = Secrecy.seal(plain, "correct horse".toCharArray());
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(Secrecy.open(sealed, "correct horse".toCharArray())).isEqualTo(plain);
        assertThatThrownBy(() -> Secrecy.open(sealed, "correct house".toCharArray()))
                .hasMessageContaining("passphrase is not the one");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> Secrecy.open(sealed, "correct horse".toCharArray()))
                .isInstanceOf(CliError.class);
        assertThatThrownBy(() -> Secrecy.open(plain, "correct horse".toCharArray()))
                .hasMessageContaining("not in a form");
    }

    @Test
    void walSegment_overTheEndOfAFile_goesOn() {
        assertThat(WalSegment.range("0000000100000000000000FE", "000000010000000100000001"))
                .isEqualTo(List.of(
                        "0000000100000000000000FE",
                        "0000000100000000000000FF",
                        "000000010000000100000000",
                        "000000010000000100000001"));
        assertThat(WalSegment.range("000000010000000000000002", "000000010000000000000001"))
                .isEmpty();
        assertThat(WalSegment.is("00000002.history")).isFalse();
    }

    @Test
    void playlist_names_linesAndAddresses() {
        assertThat(RestoredFilms.named("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",URI="audio/a.m3u8"

                #EXT-X-STREAM-INF:BANDWIDTH=1
                240/v.m3u8
                """)).containsExactly("audio/a.m3u8", "240/v.m3u8");
    }
}
