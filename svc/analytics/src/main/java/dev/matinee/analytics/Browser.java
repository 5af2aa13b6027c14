package dev.matinee.analytics;

import dev.matinee.events.ClientKind;
import java.util.List;
import java.util.Locale;

/**
 * What a {@code User-Agent} tells, coarsely: kinds for a chart, nothing to know somebody again by. Order matters, since browsers
 * name those they descend from.
 */
final class Browser {
    private static final int LONGEST = 512;

    private static final List<String> BOTS = List.of(
            "bot",
            "crawl",
            "spider",
            "slurp",
            "headless",
            "phantom",
            "selenium",
            "puppeteer",
            "playwright",
            "curl/",
            "wget/",
            "python",
            "java/",
            "java-http-client",
            "okhttp",
            "go-http-client",
            "libwww",
            "httpclient",
            "axios/",
            "node-fetch",
            "scrapy",
            "preview",
            "monitor",
            "lighthouse",
            "facebookexternalhit",
            "embedly");

    private record Mark(String text, String name) {}

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("windows phone", "windows"),
            new Mark("windows", "windows"),
            new Mark("android", "android"),
            new Mark("iphone", "ios"),
            new Mark("ipad", "ios"),
            new Mark("ipod", "ios"),
            new Mark("cros ", "chromeos"),
            new Mark("tizen", "tizen"),
            new Mark("web0s", "webos"),
            new Mark("webos", "webos"),
            new Mark("mac os x", "macos"),
            new Mark("macintosh", "macos"),
            new Mark("linux", "linux"));

    private static final List<Mark> BROWSERS = List.of(
            new Mark("edg", "edge"),
            new Mark("opr/", "opera"),
            new Mark("samsungbrowser", "samsung"),
            new Mark("firefox", "firefox"),
            new Mark("fxios", "firefox"),
            new Mark("chromium", "chrome"),
            new Mark("chrome", "chrome"),
            new Mark("crios", "chrome"),
            new Mark("safari", "safari"));

    private static final List<String> TELEVISIONS = List.of(
            "smart-tv",
            "smarttv",
            "appletv",
            "googletv",
            "hbbtv",
            "roku",
            "bravia",
            "tizen",
            "web0s",
            "android tv",
            "aft");

    private Browser() {}

    /** @param userAgent as sent, empty when nothing was: browsers always say something, so that is a program */
    static ClientKind of(String userAgent) {
        String agent =
                userAgent.substring(0, Math.min(userAgent.length(), LONGEST)).toLowerCase(Locale.ROOT);
        boolean bot = agent.isBlank() || BOTS.stream().anyMatch(agent::contains);
        return new ClientKind(device(agent), name(SYSTEMS, agent), name(BROWSERS, agent), null, bot);
    }

    private static String device(String agent) {
        if (TELEVISIONS.stream().anyMatch(agent::contains)) {
            return "tv";
        }
        if (agent.contains("ipad")
                || agent.contains("tablet")
                || (agent.contains("android") && !agent.contains("mobile"))) {
            return "tablet";
        }
        if (agent.contains("mobi") || agent.contains("iphone") || agent.contains("ipod")) {
            return "mobile";
        }
        return List.of("windows", "macos", "linux", "chromeos").contains(name(SYSTEMS, agent)) ? "desktop" : "other";
    }

    private static String name(List<Mark> marks, String agent) {
        return marks.stream()
                .filter(mark -> agent.contains(mark.text()))
                .map(Mark::name)
                .findFirst()
                .orElse("other");
    }
}
