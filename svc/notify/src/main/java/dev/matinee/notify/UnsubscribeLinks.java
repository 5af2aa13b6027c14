package dev.matinee.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Links by which one click ends mails of a kind (RFC 8058), without a login: the member and the kind with a signature. They
 * hold for ever, as a mail may be read after years, and open nothing else.
 */
final class UnsubscribeLinks {
    static final String PATH = "/api/notify/v1/unsubscribe/";
    private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{1,600})\\.([A-Za-z0-9_-]{43})");

    private final Seal seal;
    private final URI publicUrl;

    UnsubscribeLinks(Seal seal, URI publicUrl) {
        this.seal = seal;
        this.publicUrl = publicUrl;
    }

    /** @param kind null for all mails, digests too */
    record Wish(String member, @Nullable Kind kind) {}

    URI of(Wish wish) {
        Kind kind = wish.kind();
        String said = encode(
                (wish.member() + "\n" + (kind == null ? "all" : kind.wireName())).getBytes(StandardCharsets.UTF_8));
        return publicUrl.resolve(PATH + said + "." + encode(seal.sign("unsubscribe", said)));
    }

    /** Empty for anything that is not ours. */
    Optional<Wish> read(String token) {
        var parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        byte[] signature = Base64.getUrlDecoder().decode(parts.group(2));
        if (!MessageDigest.isEqual(signature, seal.sign("unsubscribe", parts.group(1)))) {
            return Optional.empty();
        }
        String[] said =
                new String(Base64.getUrlDecoder().decode(parts.group(1)), StandardCharsets.UTF_8).split("\n", 2);
        return Optional.of(new Wish(said[0], said[1].equals("all") ? null : Kind.ofWireName(said[1])));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
