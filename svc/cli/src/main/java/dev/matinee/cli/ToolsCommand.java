package dev.matinee.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tools",
        mixinStandardHelpOptions = true,
        description = "Fetches or builds the pinned tools that are missing, and shows them all.")
final class ToolsCommand implements Runnable {
    @Option(names = "--json", description = "The table as JSON on standard output.")
    private boolean json;

    @Option(names = "--check", description = "Only look; fetch nothing.")
    private boolean check;

    @Override
    public void run() {
        var checkout = Checkout.current();
        try (var console = Console.standard()) {
            var box = new ToolBox(checkout, console);
            if (!check) {
                box.have(Tools.ALL);
            }
            print(box);
        }
    }

    private void print(ToolBox box) {
        var rows = new ArrayList<List<String>>();
        var nodes = new ArrayList<Object>();
        var found = Tasks.all(Tools.ALL, box::find);
        for (var i = 0; i < found.size(); i++) {
            var tool = Tools.ALL.get(i);
            var there = found.get(i);
            var state =
                    there.map(it -> it.fromPath() ? "on PATH" : "in the cache").orElse("missing");
            var path = there.map(it -> it.home().resolve(tool.mainProgram()).toString())
                    .orElse("");
            var version = there.map(ToolBox.Found::version).orElse(tool.version());
            rows.add(List.of(tool.name(), version, tool.origin().shown(), state, path));
            nodes.add(Json.object()
                    .put("name", tool.name())
                    .put("version", version)
                    .put("pinned", tool.version())
                    .put("from", tool.origin().shown())
                    .put("state", state)
                    .put("path", path));
        }
        System.out.print(
                json
                        ? Json.pretty(nodes) + "\n"
                        : new Table(List.of("TOOL", "VERSION", "FROM", "STATE", "PATH"), rows).text());
    }
}
