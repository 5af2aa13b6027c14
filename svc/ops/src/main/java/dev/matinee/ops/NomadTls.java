package dev.matinee.ops;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** How Nomad is spoken to where it lets in only whom its own authority has signed. */
final class NomadTls {
    /** What the certificates of its agents are made for, whatever address they have. */
    private static final String NAME = "client.global.nomad";

    private static final char[] NO_PASSWORD = {};
    private static final String BEGIN = "-----BEGIN EC PRIVATE KEY-----";
    private static final String END = "-----END EC PRIVATE KEY-----";
    /** Version 0, and what is within: a key of an elliptic curve, P-256 (RFC 5208, RFC 5480). */
    private static final byte[] KEY_OF_P256 =
            HexFormat.of().parseHex("020100301306072a8648ce3d020106082a8648ce3d030107");

    private NomadTls() {}

    static HttpClient.Builder with(OpsConfig.Tls files, HttpClient.Builder client) {
        // The address is a number, of which the JDK's client makes no name; so this one is what is looked for.
        SSLParameters parameters = new SSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(NAME)));
        return client.sslContext(context(files)).sslParameters(parameters);
    }

    private static SSLContext context(OpsConfig.Tls files) {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, NO_PASSWORD);
            int number = 0;
            for (Certificate authority : certificates(files.authority())) {
                known.setCertificateEntry("authority-" + number++, authority);
            }
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(known);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, NO_PASSWORD);
            own.setKeyEntry(
                    "own",
                    key(files.key()),
                    NO_PASSWORD,
                    certificates(files.certificate()).toArray(Certificate[]::new));
            KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            shown.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Nomad's certificates or key cannot be read", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    /** As {@code nomad tls cert create} writes it (RFC 5915), which the JDK reads within PKCS #8 only. */
    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new InvalidKeyException(file + " has no " + BEGIN);
        }
        byte[] key = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(der(0x30, KEY_OF_P256, der(0x04, key))));
    }

    /** A tag, the length of what follows, and that; shorter than 256 bytes, as all of it is here. */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        if (content.size() > 0x7f) {
            whole.write(0x81);
        }
        whole.write(content.size());
        whole.writeBytes(content.toByteArray());
        return whole.toByteArray();
    }
}
