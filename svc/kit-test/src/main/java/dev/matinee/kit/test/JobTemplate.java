package dev.matinee.kit.test;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders the part of the template language that the CDN's templates use, as Nomad would. Anything else is refused.
 *
 * @param env what the task's environment holds
 * @param services {@code host:port} of each instance by service
 * @param variables the job's Nomad Variable
 */
public record JobTemplate(Map<String, String> env, Map<String, List<String>> services, Map<String, String> variables) {
    private static final Pattern RANGE = Pattern.compile(
            "\\{\\{ range service \"([\\w-]+)(?:\\|any)?\" }}(.*?)\\{\\{ else }}(.*?)\\{\\{ end }}", Pattern.DOTALL);
    private static final Pattern WITH_ENV =
            Pattern.compile("\\{\\{ with env \"(\\w+)\" }}(.*?)\\{\\{ end }}", Pattern.DOTALL);
    private static final Pattern WITH_VARIABLE =
            Pattern.compile("\\{\\{ with nomadVar \"([\\w/]+)\" }}(.*?)\\{\\{ end }}", Pattern.DOTALL);
    private static final Pattern ENV = Pattern.compile("\\{\\{ env \"(\\w+)\" }}");
    private static final Pattern ENV_OR_DEFAULT = Pattern.compile("\\{\\{ envOrDefault \"(\\w+)\" \"([^\"]*)\" }}");
    private static final Pattern FIELD = Pattern.compile("\\{\\{ \\.(\\w+) }}");

    /**
     * The template with its values.
     *
     * @throws IllegalArgumentException when the template asks for a variable that is not given, or for what is not known here
     */
    public String render(String template) {
        var text = replace(RANGE, template, found -> {
            var instances = services.getOrDefault(found.group(1), List.of());
            return instances.isEmpty()
                    ? found.group(3)
                    : String.join(
                            "",
                            instances.stream()
                                    .map(instance -> instance(found.group(2), instance))
                                    .toList());
        });
        text = replace(WITH_ENV, text, found -> {
            var value = env.getOrDefault(found.group(1), "");
            return value.isEmpty() ? "" : found.group(2).replace("{{ . }}", value);
        });
        text = replace(WITH_VARIABLE, text, found -> replace(FIELD, found.group(2), field -> variable(field.group(1))));
        text = replace(ENV_OR_DEFAULT, text, found -> env.getOrDefault(found.group(1), found.group(2)));
        text = replace(ENV, text, found -> env.getOrDefault(found.group(1), ""));
        if (text.contains("{{")) {
            throw new IllegalArgumentException("not rendered: " + text.substring(text.indexOf("{{")));
        }
        return text;
    }

    private String variable(String key) {
        var value = variables.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no variable " + key);
        }
        return value;
    }

    private static String instance(String line, String hostAndPort) {
        var colon = hostAndPort.lastIndexOf(':');
        return line.replace("{{ .Address }}", hostAndPort.substring(0, colon))
                .replace("{{ .Port }}", hostAndPort.substring(colon + 1));
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> by) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }
}
