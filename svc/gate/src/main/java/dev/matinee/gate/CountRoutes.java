package dev.matinee.gate;

import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Counts what comes without a token, by its address and over all gateways. Who may not be counted because Redis is away
 * goes on: the gateway has a count of its own before this one, and nobody could log in otherwise.
 */
final class CountRoutes implements HttpService {
    private static final System.Logger LOG = System.getLogger(CountRoutes.class.getName());
    private static final int NETWORK_BYTES = 8;

    private final RequestRates rates;

    CountRoutes(RequestRates rates) {
        this.rates = rates;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/count/login", (request, response) -> count(RequestRates.Kind.LOGIN, request, response))
                .get("/count/sign-up", (request, response) -> count(RequestRates.Kind.SIGN_UP, request, response))
                .get("/count/upload", (request, response) -> count(RequestRates.Kind.UPLOAD_OPEN, request, response));
    }

    private void count(RequestRates.Kind kind, ServerRequest request, ServerResponse response) {
        String address =
                counted(request.headers().first(HeaderNames.X_FORWARDED_FOR).orElse(""));
        try {
            rates.count(kind, address);
        } catch (ProblemException e) {
            ErrorCode error = e.error();
            if (error != GateError.STORE_UNAVAILABLE) {
                throw e;
            }
            LOG.log(Level.WARNING, "cannot count a {0}, so it goes on", kind.word());
        }
        response.send();
    }

    /** An IPv4 address as it is, of an IPv6 address the /64 network: one household or machine has all of that. */
    static String counted(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text.strip());
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                    : address.getHostAddress();
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    StandardError.INVALID_PARAMETER,
                    List.of(new FieldError("X-Forwarded-For", "is to be the one address the gateway saw")));
        }
    }
}
