package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's driver takes its library from beside its jar, as {@code service.xml} lays them, and unpacks none at each start. */
class EngineLibraryTest {
    private static final String LIBRARY = "libduckdb_java.so_linux_amd64";

    @Test
    void libraryBesideTheDriver_isTakenAsItLies(@TempDir Path directory) throws Exception {
        Path lib = Files.createDirectory(directory.resolve("lib"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        layOut(lib);
        Path program = Files.writeString(directory.resolve("Ask.java"), """
                class Ask {
                    public static void main(String[] args) throws Exception {
                        try (var connection = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                                var rows = connection.createStatement().executeQuery("SELECT 6 * 7")) {
                            rows.next();
                            System.out.println(rows.getInt(1) + " " + new java.io.File(args[0]).list().length);
                        }
                    }
                }
                """);
        Path said = directory.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        lib.resolve("driver.jar").toString(),
                        program.toString(),
                        temporary.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(said).strip()).isEqualTo("42 0");
    }

    private static void layOut(Path lib) throws Exception {
        Path driver = Path.of(DuckDBDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile whole = new JarFile(driver.toFile());
                JarOutputStream slim = new JarOutputStream(Files.newOutputStream(lib.resolve("driver.jar")))) {
            for (JarEntry entry : Collections.list(whole.entries())) {
                try (InputStream in = whole.getInputStream(entry)) {
                    if (entry.getName().equals(LIBRARY)) {
                        Files.copy(in, lib.resolve(LIBRARY));
                    } else if (!entry.getName().startsWith("libduckdb_java")) {
                        slim.putNextEntry(new JarEntry(entry.getName()));
                        in.transferTo(slim);
                        slim.closeEntry();
                    }
                }
            }
        }
    }
}
