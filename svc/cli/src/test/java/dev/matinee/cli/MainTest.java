package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter err = new StringWriter();

    private CommandLine commandLine() {
        return Main.commandLine().setErr(new PrintWriter(err, true));
    }

    @Test
    void execute_unknownCommand_isWrongUsage() {
        assertThat(commandLine().execute("upp")).isEqualTo(2);
        assertThat(err.toString()).contains("upp").contains("Did you mean");
    }

    @Test
    void execute_unknownSuite_isWrongUsage() {
        assertThat(commandLine().execute("test", "--only", "java,jave")).isEqualTo(2);
        assertThat(err.toString()).startsWith("no such suite: jave;").contains("Usage: matinee test");
    }

    @Test
    void execute_benchOutOfBounds_isWrongUsage() {
        assertThat(commandLine().execute("bench", "--pairs", "0")).isEqualTo(2);
        assertThat(commandLine().execute("bench", "--seconds", "601")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--pairs is from 1 to 100 and --seconds from 1 to 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.org", "//example.org", "ftp://example.org", "https://", "https://example.org/x", "a b"})
    void execute_serverThatIsNoAddress_isWrongUsage(String server) {
        assertThat(commandLine().execute("publish", "film.mp4", "--server", server))
                .isEqualTo(2);
        assertThat(commandLine().execute("reindex", "--server", server)).isEqualTo(2);
        assertThat(err.toString())
                .contains("https://films.example.org, which '" + server + "' is not")
                .doesNotContain("\tat ");
    }

    @Test
    void execute_serverWithScheme_isTaken() {
        assertThat(commandLine().execute("publish", "/nowhere/film.mp4", "--server", "https://example.org:8443/"))
                .isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("matinee: there is no file /nowhere/film.mp4");
    }

    @Test
    void execute_missingFile_isOneLine() {
        assertThat(commandLine().execute("publish", "/nowhere/film.mp4")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("matinee: there is no file /nowhere/film.mp4");
    }

    @Test
    void subcommands_each_saysWhatItDoes() {
        commandLine()
                .getSubcommands()
                .forEach((name, command) -> assertThat(
                                command.getCommandSpec().usageMessage().description())
                        .as(name)
                        .isNotEmpty());
    }

    @Test
    void exitCodes_errors_differ() {
        assertThat(CliError.Exit.values())
                .extracting(exit -> exit.code)
                .doesNotHaveDuplicates()
                .doesNotContain(0, 2);
    }
}
