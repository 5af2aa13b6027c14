package dev.matinee.encoder;

import dev.matinee.encoder.EncodePlan.Pictures;
import dev.matinee.encoder.MasterPlaylist.Track;
import dev.matinee.encoder.Mp4Boxes.MalformedBoxException;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what ffmpeg wrote into a version: measures it, writes the playlists that need measures, checks it is whole. */
final class MediaPackage {
    // A container may round its length; a twentieth missing is more than that.
    private static final double WHOLE = 0.95;
    private static final double SLACK_SECONDS = 0.5;

    private final EncodePlan plan;
    private final Path out;
    private final int tiles;

    /** @param tiles how many the storyboard's sheets hold */
    MediaPackage(EncodePlan plan, Path out, int tiles) {
        this.plan = plan;
        this.out = out;
        this.tiles = tiles;
    }

    EncodedMedia finish() throws IOException, MediaException {
        Folders.requirePlain(out);
        try {
            List<Track> videos = new ArrayList<>();
            double seconds = 0;
            for (Rendition rendition : plan.renditions()) {
                MediaPlaylist playlist = playlist(rendition.name());
                if (playlist == null) {
                    throw new MediaException(MediaProblem.UNREADABLE, "no frame could be decoded");
                }
                seconds = Math.max(seconds, playlist.seconds());
                videos.add(track(rendition.name(), rendition.width(), rendition.height(), playlist));
            }
            MediaPlaylist sound = !plan.sound() ? null : playlist(EncodeCommand.AUDIO);
            Track audio = sound == null ? null : track(EncodeCommand.AUDIO, 0, 0, sound);
            if (videos.isEmpty() && audio == null) {
                throw new MediaException(MediaProblem.UNREADABLE, "no sound could be decoded");
            }
            double pictureSeconds = seconds;
            seconds = Math.max(seconds, sound == null ? 0 : sound.seconds());
            checkWhole(seconds, plan);
            VideoTrack video = plan.source().video();
            Track iframes = iframes(pictureSeconds);
            FrameRate frameRate = video == null ? null : video.frameRate();
            String master = MasterPlaylist.write(videos, audio, iframes, frameRate);
            write("master.m3u8", master);
            Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
            Pictures pictures = plan.pictures();
            boolean storyboard = pictures != null && storyboard(out, duration, pictures, tiles);
            List<Track> tracks = new ArrayList<>(videos);
            if (audio != null) {
                tracks.add(audio);
            }
            return new EncodedMedia(
                    out,
                    plan.source(),
                    duration,
                    List.copyOf(tracks),
                    audio != null,
                    pictures == null ? List.of() : posters(),
                    storyboard,
                    Folders.size(out),
                    master);
        } catch (MalformedBoxException e) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "ffmpeg wrote " + e.getMessage(), e);
        }
    }

    /** What is made once for all chunks: sound, posters, I-frames and sheets, without a playlist over them. */
    PieceMedia side() throws IOException, MediaException {
        Folders.requirePlain(out);
        try {
            MediaPlaylist sound = !plan.sound() ? null : playlist(EncodeCommand.AUDIO);
            Path folder = out.resolve(EncodeCommand.AUDIO);
            List<PieceMedia.Part> tracks = new ArrayList<>();
            if (sound != null) {
                tracks.add(PieceMedia.Part.of(folder, 0, 0, sound, 0, 0));
            }
            Files.deleteIfExists(folder.resolve(EncodeCommand.PLAYLIST));
            Track iframes = iframes(plan.seconds());
            List<String> pictures = new ArrayList<>(posters());
            for (Path file : Folders.files(out)) {
                String name = out.relativize(file).toString();
                if (name.startsWith("sb-")) {
                    pictures.add(name);
                }
            }
            return new PieceMedia(List.copyOf(tracks), iframes, List.copyOf(pictures), tiles, false, Folders.size(out));
        } catch (MalformedBoxException e) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "ffmpeg wrote " + e.getMessage(), e);
        }
    }

    static void checkWhole(double seconds, EncodePlan plan) throws MediaException {
        if (seconds < plan.seconds() * WHOLE - SLACK_SECONDS) {
            throw new MediaException(MediaProblem.TRUNCATED, seconds + " s could be read of " + plan.seconds() + " s");
        }
    }

    private @Nullable MediaPlaylist playlist(String name) throws IOException {
        Path file = out.resolve(name).resolve(EncodeCommand.PLAYLIST);
        if (!Files.exists(file)) {
            return null;
        }
        MediaPlaylist playlist = MediaPlaylist.read(file);
        return playlist.segments().isEmpty() ? null : playlist;
    }

    private Track track(String name, int width, int height, MediaPlaylist playlist)
            throws IOException, MalformedBoxException {
        ByteBuffer init = ByteBuffer.wrap(Files.readAllBytes(out.resolve(name).resolve("init.mp4")));
        return new Track(name, width, height, playlist.bandwidth(), playlist.averageBandwidth(), Mp4Boxes.codec(init));
    }

    private @Nullable Track iframes(double seconds) throws IOException, MalformedBoxException {
        if (plan.pictures() == null) {
            return null;
        }
        Rendition lowest = plan.pictures().iframes();
        Path folder = out.resolve(EncodeCommand.IFRAMES);
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(EncodeCommand.IFRAMES_FILE)));
        IframePlaylist playlist = IframePlaylist.write(Mp4Boxes.fragments(file), Mp4Boxes.initBytes(file), seconds);
        write(EncodeCommand.IFRAMES + "/" + EncodeCommand.PLAYLIST, playlist.text());
        return new Track(
                EncodeCommand.IFRAMES,
                lowest.width(),
                lowest.height(),
                playlist.bandwidth(),
                playlist.averageBandwidth(),
                Mp4Boxes.codec(file));
    }

    static boolean storyboard(Path folder, Duration duration, Pictures pictures, int tiles) throws IOException {
        if (tiles == 0) {
            return false;
        }
        Storyboard storyboard = Storyboard.of(duration, pictures, tiles);
        Files.writeString(folder.resolve("storyboard.vtt"), storyboard.vtt());
        Files.writeString(folder.resolve("storyboard.json"), storyboard.json());
        return true;
    }

    // At one size and quality the frame with the most in it makes the largest file: black, white and blurred ones lose.
    private List<String> posters() throws IOException {
        record Candidate(String name, long bytes) {}
        List<Candidate> candidates = new ArrayList<>();
        Path beginning = out.resolve("poster-0.jpg");
        if (Files.exists(out.resolve("poster-1.jpg"))) {
            // Films begin in black.
            Files.deleteIfExists(beginning);
        }
        for (int i = 0; i <= EncodePlan.POSTERS; i++) {
            Path file = out.resolve("poster-" + i + ".jpg");
            if (Files.exists(file)) {
                candidates.add(new Candidate(file.getFileName().toString(), Files.size(file)));
            }
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        Candidate chosen = candidates.stream()
                .max(Comparator.comparingLong(Candidate::bytes))
                .orElseThrow();
        Files.copy(out.resolve(chosen.name()), out.resolve("poster.jpg"), StandardCopyOption.REPLACE_EXISTING);
        List<String> names = new ArrayList<>(List.of("poster.jpg"));
        candidates.forEach(candidate -> names.add(candidate.name()));
        return List.copyOf(names);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(out.resolve(name), text);
    }
}
