package dev.matinee.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that must not pass out of a genuine one and of what the realm tells everybody. No JWT library would. */
final class Forgery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final String[] genuine;
    private final PublicKey realmKey;
    private final KeyPair ours;

    /**
     * @param token an access token that passes
     * @param keys the realm's key set
     */
    Forgery(String token, JsonNode keys) throws IOException, GeneralSecurityException {
        this.genuine = token.split("\\.", -1);
        this.realmKey = publicKey(keys, part(genuine[0]).get("kid").asText());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.ours = generator.generateKeyPair();
    }

    /**
     * All of them by what is wrong with each.
     *
     * @param subject whom the bearer would like to be
     */
    Map<String, String> all(String subject) throws IOException, GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("another's subject", tampered(claims -> claims.put("sub", subject)));
        all.put("lives longer", tampered(claims -> claims.put("exp", now + 86_400)));
        all.put(
                "more roles",
                tampered(claims -> claims.withObjectProperty("realm_access")
                        .putArray("roles")
                        .add("operator")));
        all.put("signature cut off", genuine[0] + "." + genuine[1] + ".");
        all.put("signature left out", genuine[0] + "." + genuine[1]);
        all.put("signature of zeros", genuine[0] + "." + genuine[1] + "." + URL.encodeToString(new byte[256]));
        for (String none : new String[] {"none", "None", "nOnE", ""}) {
            String head = header(header -> header.put("alg", none));
            all.put("alg '" + none + "'", head + "." + genuine[1] + ".");
            all.put("alg '" + none + "', genuine signature", head + "." + genuine[1] + "." + genuine[2]);
        }
        byte[] der = realmKey.getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
        all.put("HS256 with the realm's key, DER", hs256(der));
        all.put("HS256 with the realm's key, PEM", hs256(pem.getBytes(StandardCharsets.US_ASCII)));
        all.put("our key under the realm's key id", signed(header(header -> {}), claims(claims -> {})));
        all.put("our key under an id of ours", signed(header(header -> header.put("kid", "ours")), claims(c -> {})));
        all.put("our key brought along", signed(header(this::bringKey), claims(claims -> {})));
        all.put("expired", signed(header(header -> {}), claims(claims -> claims.put("exp", now - 60))));
        all.put("another realm", signed(header(header -> header.put("kid", "ours")), claims(this::anotherRealm)));
        return all;
    }

    /** Whose an access token is. */
    static String subject(String token) throws IOException {
        return part(token.split("\\.", -1)[1]).get("sub").asText();
    }

    /** The login that an access token came of. */
    static String session(String token) throws IOException {
        return part(token.split("\\.", -1)[1]).get("sid").asText();
    }

    private void bringKey(ObjectNode header) {
        RSAPublicKey key = (RSAPublicKey) ours.getPublic();
        header.putObject("jwk")
                .put("kty", "RSA")
                .put("kid", "ours")
                .put("n", URL.encodeToString(key.getModulus().toByteArray()))
                .put("e", URL.encodeToString(key.getPublicExponent().toByteArray()));
    }

    private void anotherRealm(ObjectNode claims) {
        claims.put("iss", claims.get("iss").asText().replace("/realms/matinee", "/realms/master"));
    }

    private String tampered(Consumer<ObjectNode> change) throws IOException {
        return genuine[0] + "." + claims(change) + "." + genuine[2];
    }

    private String hs256(byte[] secret) throws IOException, GeneralSecurityException {
        String text = header(header -> header.put("alg", "HS256")) + "." + genuine[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return text + "." + URL.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private String signed(String header, String claims) throws GeneralSecurityException {
        String text = header + "." + claims;
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(ours.getPrivate());
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + URL.encodeToString(signature.sign());
    }

    private String header(Consumer<ObjectNode> change) throws IOException {
        return changed(0, change);
    }

    private String claims(Consumer<ObjectNode> change) throws IOException {
        return changed(1, change);
    }

    private String changed(int index, Consumer<ObjectNode> change) throws IOException {
        ObjectNode part = part(genuine[index]);
        change.accept(part);
        return URL.encodeToString(JSON.writeValueAsBytes(part));
    }

    private static ObjectNode part(String encoded) throws IOException {
        return (ObjectNode) JSON.readTree(Base64.getUrlDecoder().decode(encoded));
    }

    private static PublicKey publicKey(JsonNode keys, String id) throws GeneralSecurityException {
        for (JsonNode key : keys.get("keys")) {
            if (key.get("kid").asText().equals(id)) {
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(number(key.get("n")), number(key.get("e"))));
            }
        }
        throw new IllegalStateException("the realm does not show its key " + id);
    }

    private static BigInteger number(JsonNode value) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(value.asText()));
    }
}
