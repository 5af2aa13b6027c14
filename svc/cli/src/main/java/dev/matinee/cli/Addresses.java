package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where things are found in a browser, and as whom: only a development stack has demo users. */
final class Addresses {
    private static final List<String> OPERATOR_PAGES =
            List.of("consul", "nomad", "traefik", "zipkin", "prometheus", "alertmanager", "mail");

    private Addresses() {}

    static String text(Checkout checkout, State state) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("Matinee", state.publicUrl()));
        for (var page : OPERATOR_PAGES) {
            rows.add(List.of(page, "http://" + page + ".localhost:" + state.gatewayPort()));
        }
        var password = demoPassword(checkout);
        var logins = demoUsers(checkout).stream().map(DemoUser::toString).collect(Collectors.joining(", "));
        rows.add(List.of("demo logins", logins + "; password " + password));
        var out = new StringBuilder();
        rows.forEach(row -> out.append("  %-12s %s%n".formatted(row.getFirst(), row.getLast())));
        return out.toString();
    }

    /** A user whom the development realm has from the start. */
    record DemoUser(String name, String role) {
        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    static List<DemoUser> demoUsers(Checkout checkout) {
        var users = new ArrayList<DemoUser>();
        for (var file : Checkout.list(checkout.jobs().resolve("keycloak/demo"))) {
            for (var user : Json.read(file).path("users")) {
                var role = user.path("realmRoles")
                        .valueStream()
                        .map(JsonNode::asText)
                        .filter(it -> !it.startsWith("default-roles"))
                        .findFirst()
                        .orElse("viewer");
                users.add(new DemoUser(user.path("username").asText(), role));
            }
        }
        return users;
    }

    static String demoCreator(Checkout checkout) {
        return demoUser(checkout, "creator");
    }

    static String demoUser(Checkout checkout, String role) {
        return demoUsers(checkout).stream()
                .filter(user -> user.role().equals(role))
                .map(DemoUser::name)
                .findFirst()
                .orElseThrow(() -> CliError.failed("nomad-jobs/keycloak/demo has no user with the role " + role));
    }

    static String demoPassword(Checkout checkout) {
        return Stack.savedSecrets(checkout).getOrDefault("demo", "");
    }
}
