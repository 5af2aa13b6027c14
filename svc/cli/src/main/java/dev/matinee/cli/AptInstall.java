package dev.matinee.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Installs distribution packages; asks before it needs another's rights, and starts none of the packages' daemons. */
final class AptInstall {
    // policy-rc.d is the distribution's own way to say that a package being installed must not start its server.
    private static final String SCRIPT = """
            set -e
            if [ ! -e /usr/sbin/policy-rc.d ]; then
                printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d
                chmod 755 /usr/sbin/policy-rc.d
                trap 'rm -f /usr/sbin/policy-rc.d' EXIT
            fi
            export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
            apt-get update -q
            apt-get install -y -q --no-install-recommends "$@"
            """;

    private final Checkout checkout;
    private final Console console;

    AptInstall(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    void install(List<String> packages) {
        var shown = String.join(" ", packages);
        var command = new ArrayList<String>();
        if (!root()) {
            console.line("  These packages of the distribution are missing: " + shown);
            console.line("  Installing them needs sudo; it may ask for your password now.");
            authorise(shown);
            command.add("sudo");
            command.add("-n");
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "apt-install"));
        command.addAll(packages);
        console.during(
                "apt-get",
                () -> {
                    Exec.of(command)
                            .within(Duration.ofMinutes(20))
                            .logged(checkout.log("apt-get"), "apt-get could not install " + shown);
                    return shown;
                },
                done -> done);
    }

    private static void authorise(String packages) {
        var byHand = "; install them yourself: sudo apt-get install --no-install-recommends " + packages;
        if (Exec.onPath("sudo").isEmpty()) {
            throw CliError.machine("sudo is not there and you are not root" + byHand);
        }
        if (Exec.of("sudo", "-n", "true").capture().exit() == 0) {
            return;
        }
        if (!Console.interactive()
                || Exec.of("sudo", "-v").within(Duration.ofMinutes(5)).attached() != 0) {
            throw CliError.machine("sudo did not let me in" + byHand);
        }
    }

    static boolean root() {
        return System.getProperty("user.name").equals("root");
    }
}
