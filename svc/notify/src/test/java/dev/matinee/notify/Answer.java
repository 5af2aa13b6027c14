package dev.matinee.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.net.http.HttpResponse;

/** What notify answered. */
record Answer(HttpResponse<String> response) {
    int status() {
        return response.statusCode();
    }

    String body() {
        return response.body();
    }

    JsonNode json() {
        try {
            return Json.mapper().readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    String text(String field) {
        return json().path(field).asText();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
