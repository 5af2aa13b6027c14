package dev.matinee.encoder;

import java.util.List;
import java.util.Set;

/** The codecs that are decoded at all; everything else never reaches a decoder (CVE-2026-8461 and its like). */
final class MediaCodecs {
    /** As ffprobe names the codecs of a stream. */
    static final Set<String> VIDEO = Set.of(
            "h264",
            "hevc",
            "vp8",
            "vp9",
            "av1",
            "mpeg4",
            "mpeg2video",
            "mpeg1video",
            "mjpeg",
            "prores",
            "dnxhd",
            "h263");

    static final Set<String> AUDIO = Set.of(
            "aac",
            "mp3",
            "mp2",
            "ac3",
            "eac3",
            "opus",
            "vorbis",
            "flac",
            "alac",
            "amr_nb",
            "amr_wb",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s24be",
            "pcm_s32le",
            "pcm_f32le",
            "pcm_u8",
            "pcm_mulaw",
            "pcm_alaw");

    /** Those that may be interlaced without the container saying so. */
    static final Set<String> MAYBE_INTERLACED = Set.of("h264", "mpeg4", "mpeg2video", "mjpeg", "prores", "dnxhd");

    /** As ffmpeg names the decoders. */
    static final String DECODERS = String.join(
            ",",
            List.of(
                    "h264",
                    "hevc",
                    "vp8",
                    "vp9",
                    "libvpx",
                    "libvpx-vp9",
                    "av1",
                    "libdav1d",
                    "libaom-av1",
                    "mpeg4",
                    "mpeg2video",
                    "mpeg1video",
                    "mjpeg",
                    "prores",
                    "dnxhd",
                    "h263",
                    "aac",
                    "mp3",
                    "mp3float",
                    "mp2",
                    "mp2float",
                    "ac3",
                    "eac3",
                    "opus",
                    "libopus",
                    "vorbis",
                    "flac",
                    "alac",
                    "amrnb",
                    "amrwb",
                    "libopencore_amrnb",
                    "libopencore_amrwb",
                    "pcm_s16le",
                    "pcm_s16be",
                    "pcm_s24le",
                    "pcm_s24be",
                    "pcm_s32le",
                    "pcm_f32le",
                    "pcm_u8",
                    "pcm_mulaw",
                    "pcm_alaw"));

    /** What stands beside a film, cover art and subtitles: named by a probe, never decoded by an encode. */
    static final String COMPANIONS = "png,ssa,ass,dvbsub,dvdsub,pgssub,cc_dec,mov_text,srt,subrip,webvtt,text";

    private MediaCodecs() {}
}
