package dev.matinee.encoder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which part of which sheet shows which time. */
record Storyboard(int tileWidth, int tileHeight, List<Cue> cues) {
    static final int COLUMNS = 10;
    static final int ROWS = 10;

    record Cue(Duration start, Duration end, int sheet, int x, int y) {}

    /**
     * The last tile stands until the end: sound may outlast the picture.
     *
     * @param tiles how many there are; a cue never names one that is not
     */
    static Storyboard of(Duration duration, EncodePlan.Pictures pictures, int tiles) {
        List<Cue> cues = new ArrayList<>();
        Duration start = Duration.ZERO;
        for (int tile = 0; start.compareTo(duration) < 0 && tile < tiles; tile++) {
            Duration next = start.plus(pictures.interval());
            boolean last = tile == tiles - 1 || next.compareTo(duration) >= 0;
            int place = tile % (COLUMNS * ROWS);
            cues.add(new Cue(
                    start,
                    last ? duration : next,
                    tile / (COLUMNS * ROWS),
                    place % COLUMNS * pictures.tileWidth(),
                    place / COLUMNS * pictures.tileHeight()));
            start = next;
        }
        return new Storyboard(pictures.tileWidth(), pictures.tileHeight(), List.copyOf(cues));
    }

    /** WebVTT whose cues are spatial media fragments. */
    String vtt() {
        StringBuilder text = new StringBuilder("WEBVTT\n");
        for (Cue cue : cues) {
            text.append(String.format(
                    Locale.ROOT,
                    "%n%s --> %s%n%s#xywh=%d,%d,%d,%d%n",
                    timestamp(cue.start()),
                    timestamp(cue.end()),
                    name(cue),
                    cue.x(),
                    cue.y(),
                    tileWidth,
                    tileHeight));
        }
        return text.toString();
    }

    String json() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("tile_width", tileWidth).put("tile_height", tileHeight);
        ArrayNode tiles = root.putArray("tiles");
        for (Cue cue : cues) {
            tiles.addObject()
                    .put("start_ms", cue.start().toMillis())
                    .put("end_ms", cue.end().toMillis())
                    .put("sheet", name(cue))
                    .put("x", cue.x())
                    .put("y", cue.y());
        }
        return root.toString();
    }

    private static String name(Cue cue) {
        return "sb-" + cue.sheet() + ".jpg";
    }

    private static String timestamp(Duration time) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                time.toHours(),
                time.toMinutesPart(),
                time.toSecondsPart(),
                time.toMillisPart());
    }
}
