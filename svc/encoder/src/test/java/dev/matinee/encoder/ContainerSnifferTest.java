package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerSnifferTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] packets(int offset, int packet) {
        byte[] head = new byte[ContainerSniffer.HEAD_BYTES];
        for (int at = offset; at < head.length; at += packet) {
            head[at] = 0x47;
        }
        return head;
    }

    @ParameterizedTest
    @CsvSource({
        "'\0\0\0 ftypisom', MP4",
        "'\0\0\0\u0008wide', MP4",
        "'\u001aE\u00df\u00a3', MATROSKA",
        "'RIFFxxxxAVI ', AVI",
        "'RIFFxxxxWAVE', WAV",
        "'OggS', OGG",
        "'fLaC', FLAC",
        "'ID3', MP3",
        "'\u00ff\u00fb', MP3",
        "'\u00ff\u00f1', AAC",
    })
    void sniff_knownMagic_namesTheContainer(String head, Container container) throws MediaException {
        assertThat(ContainerSniffer.sniff(bytes(head))).isEqualTo(container);
    }

    @Test
    void sniff_transportStream_isFoundInBothPacketSizes() throws MediaException {
        assertThat(ContainerSniffer.sniff(packets(0, 188))).isEqualTo(Container.MPEG_TS);
        assertThat(ContainerSniffer.sniff(packets(4, 192))).isEqualTo(Container.MPEG_TS);
    }

    @ParameterizedTest
    @CsvSource({
        "'', EMPTY",
        "'#EXTM3U\n#EXTINF:1\nhttp://127.0.0.1/', PLAYLIST",
        "'  #extm3u', PLAYLIST",
        "'<?xml version=\"1.0\"?><MPD xmlns=\"x\">', PLAYLIST",
        "'ffconcat version 1.0', PLAYLIST",
        "'\u0089PNG', STILL_IMAGE",
        "'\u00ff\u00d8\u00ff\u00e0', STILL_IMAGE",
        "'GIF89a', STILL_IMAGE",
        "'\0\0\0 ftypheic', STILL_IMAGE",
        "'RIFFxxxxWEBP', STILL_IMAGE",
        "'<svg xmlns=\"x\"/>', STILL_IMAGE",
        "'FLV\u0001', CONTAINER_REFUSED",
        "'0&\u00b2u', CONTAINER_REFUSED",
        "'\0\0\u0001\u00ba', CONTAINER_REFUSED",
        "'%PDF-1.7', NOT_A_VIDEO",
        "'hello', NOT_A_VIDEO",
    })
    void sniff_anythingElse_saysWhatItIs(String head, MediaProblem problem) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> ContainerSniffer.sniff(bytes(head)))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
