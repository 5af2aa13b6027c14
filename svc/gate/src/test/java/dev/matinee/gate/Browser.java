package dev.matinee.gate;

import dev.matinee.kit.test.KeycloakServer;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person's browser behind the gateway: keeps the cookies of each host, follows redirects only when told. */
final class Browser {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";

    private final GateFixture gate;
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    Browser(GateFixture gate) {
        this.gate = gate;
    }

    /** Opens a page of an operator host: what the gateway's question to gate answers. */
    HttpResponse<String> open(String host, String uri) {
        return ask("GET", host, uri, HTML);
    }

    HttpResponse<String> ask(String method, String host, String uri, String accept) {
        return ask(method, host, uri, Map.of("Accept", accept));
    }

    /** @param headers what the gateway hands on of the browser's own */
    HttpResponse<String> ask(String method, String host, String uri, Map<String, String> headers) {
        HttpRequest.Builder request = withCookies(host, gate.request("/api/gate/v1/operator"))
                .header("X-Forwarded-Host", host)
                .header("X-Forwarded-Method", method)
                .header("X-Forwarded-Uri", uri);
        headers.forEach(request::header);
        return keep(host, gate.send(request));
    }

    /** Opens one of gate's own pages on an operator host. */
    HttpResponse<String> own(String host, String path) {
        return keep(
                host,
                gate.send(withCookies(host, gate.request(path))
                        .header("Host", host)
                        .header("Accept", HTML)));
    }

    HttpResponse<String> post(String host, String path, Map<String, String> form) {
        return keep(
                host,
                gate.send(withCookies(host, gate.request(path))
                        .header("Host", host)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)))));
    }

    /** Logs in at Keycloak's page, or passes it when logged in already; answers with where the callback is. */
    URI logIn(URI page, String user) {
        HttpResponse<String> form = keycloak(HttpRequest.newBuilder(page));
        if (form.statusCode() == 302) {
            return location(form);
        }
        Matcher action = FORM.matcher(form.body());
        if (!action.find()) {
            throw new AssertionError("no login form: " + form.statusCode() + " " + form.body());
        }
        HttpResponse<String> answer =
                keycloak(HttpRequest.newBuilder(URI.create(action.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                encode(Map.of("username", user, "password", KeycloakServer.PASSWORD)))));
        if (answer.statusCode() != 302) {
            throw new AssertionError("not logged in: " + answer.statusCode() + " " + answer.body());
        }
        return location(answer);
    }

    /** From the first page to the end of the login; answers with what the callback said. */
    HttpResponse<String> logInTo(String host, String uri, String user) {
        URI callback = logIn(location(open(host, uri)), user);
        return own(host, callback.getRawPath() + "?" + callback.getRawQuery());
    }

    HttpResponse<String> keycloak(HttpRequest.Builder request) {
        return keep("keycloak", gate.send(withCookies("keycloak", request.timeout(Duration.ofSeconds(30)))));
    }

    Map<String, String> cookies(String host) {
        return cookies.computeIfAbsent(host, key -> new HashMap<>());
    }

    static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no redirect: " + answer.statusCode() + " " + answer.body())));
    }

    private HttpRequest.Builder withCookies(String host, HttpRequest.Builder request) {
        String header = cookies(host).entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return header.isEmpty() ? request : request.header("Cookie", header);
    }

    private HttpResponse<String> keep(String host, HttpResponse<String> answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getMaxAge() == 0) {
                    cookies(host).remove(cookie.getName());
                } else {
                    cookies(host).put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return answer;
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
