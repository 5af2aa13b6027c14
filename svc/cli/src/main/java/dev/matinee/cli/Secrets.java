package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Makes what {@code nomad-jobs/secrets.json} asks for; what once exists keeps its value. */
final class Secrets {
    private Secrets() {}

    static Map<String, String> complete(JsonNode asked, Map<String, String> existing) {
        return complete(asked, existing, new SecureRandom());
    }

    static Map<String, String> complete(JsonNode asked, Map<String, String> existing, RandomGenerator random) {
        var all = new TreeMap<>(existing);
        asked.path("secrets")
                .properties()
                .forEach(entry -> all.computeIfAbsent(
                        entry.getKey(), name -> make(entry.getValue().asText(), name, random)));
        return all;
    }

    private static String make(String generator, String name, RandomGenerator random) {
        return switch (generator) {
            // Safe in URLs, shells, properties files and JSON alike.
            case "password" ->
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(bytes(24, random))
                        .replace('-', 'x')
                        .replace('_', 'y');
            case "key" -> Base64.getEncoder().encodeToString(bytes(32, random));
            case "cdn_keys" -> "k1:" + Base64.getEncoder().encodeToString(bytes(32, random));
            default ->
                throw CliError.failed("nomad-jobs/secrets.json: " + name + " names no generator I know: " + generator);
        };
    }

    private static byte[] bytes(int count, RandomGenerator random) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The items of each job's Nomad Variable. */
    static Map<String, ObjectNode> variables(JsonNode asked, Map<String, String> secrets) {
        var variables = new TreeMap<String, ObjectNode>();
        asked.path("jobs").properties().forEach(job -> {
            var items = Json.object();
            job.getValue().properties().forEach(item -> {
                var secret = secrets.get(item.getValue().asText());
                if (secret == null) {
                    throw CliError.failed("nomad-jobs/secrets.json: job " + job.getKey() + " asks for "
                            + item.getValue().asText() + ", which is not among the secrets");
                }
                items.put(item.getKey(), secret);
            });
            variables.put(job.getKey(), items);
        });
        return variables;
    }
}
