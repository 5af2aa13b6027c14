package dev.matinee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of PostgreSQL's write-ahead log: 24 hexadecimal digits, of the timeline, the 4 GiB and the 16 MiB within them, so
 * names sort as the log goes. From the chapter on its internals in PostgreSQL's documentation.
 */
final class WalSegment {
    private static final Pattern NAME = Pattern.compile("[0-9A-F]{24}");
    private static final int PER_FILE = 256;

    private WalSegment() {}

    static boolean is(String name) {
        return NAME.matcher(name).matches();
    }

    static String next(String name) {
        var file = Long.parseLong(name.substring(8, 16), 16);
        var segment = Long.parseLong(name.substring(16), 16) + 1;
        if (segment == PER_FILE) {
            segment = 0;
            file++;
        }
        return name.substring(0, 8) + String.format(Locale.ROOT, "%08X%08X", file, segment);
    }

    /** From the first to the last, both within; empty when the last is before the first. */
    static List<String> range(String first, String last) {
        var names = new ArrayList<String>();
        for (var name = first; name.compareTo(last) <= 0; name = next(name)) {
            names.add(name);
        }
        return names;
    }
}
