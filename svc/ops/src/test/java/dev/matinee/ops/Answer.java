package dev.matinee.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;

/** An HTTP answer as a test looks at it. */
record Answer(int status, HttpResponse<String> response) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Answer(HttpResponse<String> response) {
        this(response.statusCode(), response);
    }

    JsonNode json() {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(status + " " + response.body(), e);
        }
    }

    String text(String field) {
        return json().path(field).asText();
    }

    String etag() {
        return header("ETag");
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
