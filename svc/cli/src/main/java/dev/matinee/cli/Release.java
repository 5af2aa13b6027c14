package dev.matinee.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@code release} variable of every job: which bits, from where, with which tools of this machine. */
record Release(
        Checkout checkout,
        State state,
        Map<String, String> checksums,
        Map<String, ToolBox.Found> tools,
        Path javaHome) {

    Path write() {
        var file = checkout.run().resolve("release.var");
        // A JSON object is an HCL expression too, once template sequences are escaped.
        var hcl = Json.pretty(node()).replace("${", "$${").replace("%{", "%%{");
        Json.storeText(file, "# Written by matinee up; every job takes it with -var-file.\nrelease = " + hcl + "\n");
        return file;
    }

    private ObjectNode node() {
        var node = Json.object()
                .put("version", Checkout.VERSION)
                .put("artifacts_url", "http://127.0.0.1:" + state.artifactsPort())
                .put("java_home", javaHome.toString())
                .put("data_dir", checkout.data().toString())
                .put("log_dir", checkout.logs().toString())
                .put("public_url", state.publicUrl())
                .put("gateway_port", state.gatewayPort());
        var sums = node.putObject("sha256");
        // A job that names a pack which is not built must still be readable, to be left out by name.
        for (var module : Checkout.list(checkout.root().resolve("svc"))) {
            sums.put(String.valueOf(module.getFileName()), "0".repeat(64));
        }
        checksums.forEach(sums::put);
        var homes = node.putObject("tools");
        tools.forEach((name, tool) -> homes.put(name, tool.home().toString()));
        Exec.onPath("node").ifPresent(program -> homes.put("node", String.valueOf(program.getParent())));
        var prefix = node.putArray("unprivileged");
        unprivileged().forEach(prefix::add);
        return node;
    }

    /**
     * Puts a server that refuses root behind a user namespace: it sees itself as nobody and holds no capability, yet
     * what root owns in the checkout and the cache stays readable to it, also where root's home is closed to others.
     */
    static List<String> unprivileged() {
        return AptInstall.root()
                ? List.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
                : List.of();
    }
}
