package dev.matinee.analytics;

import dev.matinee.events.ClientKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/**
 * Who is in a made-up history. Members come day by day, stay for a while, some of them much, and leave for good; visitors are others
 * every day. Nobody is kept: who somebody is follows from the day they came and their place among those of that day.
 */
final class HistoryAudience {
    private static final double MEMBERS = 0.45;
    private static final double LIFE_DAYS = 40;
    private static final int OLDEST_DAYS = 400;
    private static final double BOTS = 0.02;
    /** The first of a day's newcomers come the more often, the greater this is. */
    private static final double KEENNESS = 2.2;

    private static final ClientKind BOT = new ClientKind("other", "linux", "other", null, true);

    private record Share(double upTo, ClientKind client) {}

    private static final Share[] CLIENTS = {
        share(0.30, "mobile", "android", "chrome"),
        share(0.33, "mobile", "android", "samsung"),
        share(0.34, "mobile", "android", "firefox"),
        share(0.52, "mobile", "ios", "safari"),
        share(0.70, "desktop", "windows", "chrome"),
        share(0.75, "desktop", "windows", "edge"),
        share(0.79, "desktop", "windows", "firefox"),
        share(0.84, "desktop", "macos", "safari"),
        share(0.87, "desktop", "macos", "chrome"),
        share(0.90, "desktop", "linux", "firefox"),
        share(0.94, "tablet", "ios", "safari"),
        share(0.95, "tablet", "android", "chrome"),
        share(0.98, "tv", "tizen", "other"),
        share(1.00, "tv", "webos", "other"),
    };

    private final long seed;
    private final int newcomers;

    /**
     * @param newcomers members who come each day
     */
    HistoryAudience(long seed, int newcomers) {
        this.seed = seed;
        this.newcomers = newcomers;
    }

    /** @param day counted from the first of the history */
    Sender pick(int day, Random random) {
        if (random.nextDouble() < BOTS) {
            return new Sender("v" + pseudonym("bot", day, random.nextInt(3)), BOT);
        }
        if (random.nextDouble() >= MEMBERS) {
            UUID who = id("visitor", day, random.nextInt(1 + 3 * newcomers));
            return new Sender("v" + text(who), client(who));
        }
        int age = (int) Math.min(OLDEST_DAYS, -LIFE_DAYS * Math.log(1 - random.nextDouble()));
        double left = Math.max(1, newcomers * Math.exp(-age / LIFE_DAYS));
        UUID who = id("member", day - age, (int) (left * Math.pow(random.nextDouble(), KEENNESS)));
        return new Sender("m" + text(who), client(who));
    }

    private static ClientKind client(UUID who) {
        double place = (who.getLeastSignificantBits() & 0xFFFF) / 65_536.0;
        for (Share share : CLIENTS) {
            if (place < share.upTo()) {
                return share.client();
            }
        }
        return CLIENTS[0].client();
    }

    private String pseudonym(String kind, int day, int place) {
        return text(id(kind, day, place));
    }

    private UUID id(String kind, int day, int place) {
        return UUID.nameUUIDFromBytes(
                (seed + "/" + kind + "/" + day + "/" + place).getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Share share(double upTo, String device, String system, String browser) {
        return new Share(upTo, new ClientKind(device, system, browser, null, false));
    }
}
