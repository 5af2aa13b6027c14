package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.cli.BackupManifest.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestorePlanTest {
    private static final BackupManifest FIRST = backup("first", 10, "", true, 1, 1, 2);
    private static final BackupManifest LOG = backup("log", 20, "first", false, 3, 3, 4);
    private static final BackupManifest SECOND = backup("second", 30, "log", true, 6, 5, 6);
    private static final BackupManifest ALONE = backup("alone", 40, "", true, 9, 9, 9);
    private static final List<BackupManifest> ALL = List.of(FIRST, LOG, SECOND, ALONE);

    private static BackupManifest backup(
            String id, int minute, String follows, boolean full, int first, int savedFrom, int last) {
        var part = new Part("base.tar.gz", 1, "");
        return new BackupManifest(
                id,
                at(minute),
                "1-00000001",
                Optional.of(follows).filter(it -> !it.isEmpty()),
                full ? Optional.of(part) : Optional.empty(),
                segment(first),
                segment(last),
                WalSegment.range(segment(savedFrom), segment(last)).stream()
                        .map(it -> new Part(BackupFolder.walFile(it), 1, ""))
                        .toList(),
                part,
                part,
                false);
    }

    private static Instant at(int minute) {
        return Instant.parse("2026-11-23T10:00:00Z").plusSeconds(60L * minute);
    }

    private static String segment(int number) {
        return "0000000100000000" + "%08X".formatted(number);
    }

    private static List<String> names(RestorePlan plan) {
        return plan.wal().stream().map(it -> it.part().name().substring(16, 24)).toList();
    }

    private static RestorePlan moment(int minute) {
        return RestorePlan.of(ALL, Optional.empty(), Optional.of(at(minute)));
    }

    @Test
    void of_log_replaysItOverTheWholeOne() {
        var plan = RestorePlan.of(ALL, Optional.of("log"), Optional.empty());
        assertThat(plan.base()).isEqualTo(FIRST);
        assertThat(names(plan)).containsExactly("00000001", "00000002", "00000003", "00000004");
        assertThat(plan.objects()).containsExactly(LOG);
        assertThat(plan.at()).isEmpty();
    }

    @Test
    void of_momentBetweenLogAndNextWholeOne_goesOnFromTheFirst() {
        var plan = moment(25);
        assertThat(plan.base()).isEqualTo(FIRST);
        assertThat(names(plan)).endsWith("00000005", "00000006").hasSize(6);
        assertThat(plan.objects()).containsExactly(LOG, SECOND);
        assertThat(plan.at()).contains(at(25));
    }

    @Test
    void of_momentOfABackup_isThatBackup() {
        assertThat(moment(30).base()).isEqualTo(SECOND);
        assertThat(moment(30).at()).isEmpty();
    }

    @Test
    void of_momentThatNothingReaches_isRefused() {
        assertThatThrownBy(() -> moment(41)).hasMessageContaining("reaches to");
        assertThatThrownBy(() -> moment(9)).hasMessageContaining("no backup from before");
        assertThatThrownBy(() -> moment(35)).as("a gap in the log").hasMessageContaining("without a gap");
    }

    @Test
    void of_nothingOrUnknown_isRefused() {
        assertThatThrownBy(() -> RestorePlan.of(List.of(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("there is no backup");
        assertThatThrownBy(() -> RestorePlan.of(ALL, Optional.of("none"), Optional.empty()))
                .hasMessageContaining("first, log, second, alone");
        assertThatThrownBy(() -> RestorePlan.of(List.of(LOG), Optional.empty(), Optional.empty()))
                .hasMessageContaining("not there any more");
    }

    @Test
    void manifest_writtenAndRead_isTheSame() {
        assertThat(ALL)
                .allSatisfy(it -> assertThat(BackupManifest.of(it.toJson())).isEqualTo(it));
    }
}
