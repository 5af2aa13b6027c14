package dev.matinee.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a gateway as a person types it: {@code http(s)://host[:port]}. */
final class GatewayAddress implements ITypeConverter<URI> {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> PATHS = Set.of("", "/");

    @Override
    public URI convert(String text) {
        try {
            var uri = new URI(text);
            if (uri.getHost() != null
                    && SCHEMES.contains(String.valueOf(uri.getScheme()))
                    && PATHS.contains(uri.getPath())
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "a gateway's address is like https://films.example.org, which '" + text + "' is not");
    }
}
