package dev.matinee.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what is missing or unhealthy, and what to do about it.")
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "The findings as JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        List<Diagnosis.Finding> findings;
        try (var console = Console.standard()) {
            findings = new Diagnosis(Checkout.current(), console).all();
        }
        System.out.print(json ? asJson(findings) : text(findings));
        var bad = findings.stream()
                .filter(it -> it.verdict() == Diagnosis.Verdict.BAD)
                .toList();
        if (bad.isEmpty()) {
            return 0;
        }
        return bad.stream().allMatch(it -> it.area().equals("stack"))
                ? CliError.Exit.UNHEALTHY.code
                : CliError.Exit.MACHINE.code;
    }

    private static String text(List<Diagnosis.Finding> findings) {
        var out = new StringBuilder();
        var area = "";
        for (var finding : findings) {
            if (!finding.area().equals(area)) {
                area = finding.area();
                out.append(area).append('\n');
            }
            var sign = switch (finding.verdict()) {
                case FINE -> "✓";
                case WARNING -> "!";
                case BAD -> "✗";
            };
            out.append("  %s %-14s %s%n".formatted(sign, finding.what(), finding.note()));
            if (!finding.remedy().isEmpty()) {
                out.append("  %s %-14s → %s%n".formatted(" ", "", finding.remedy()));
            }
        }
        return out.toString();
    }

    private static String asJson(List<Diagnosis.Finding> findings) {
        var nodes = findings.stream()
                .map(it -> Json.object()
                        .put("area", it.area())
                        .put("what", it.what())
                        .put("verdict", it.verdict().name().toLowerCase(Locale.ROOT))
                        .put("note", it.note())
                        .put("remedy", it.remedy()))
                .toList();
        return Json.pretty(nodes) + "\n";
    }
}
