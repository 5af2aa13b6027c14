package dev.matinee.notify;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Which browsers may be pushed to, and the key by which push services know us. */
final class PushStore {
    static final int MAX = 10;
    private static final String PURPOSE = "push";

    private final Database database;
    private final Seal seal;
    private final Clock clock;

    PushStore(Database database, Seal seal, Clock clock) {
        this.database = database;
        this.seal = seal;
        this.clock = clock;
    }

    /** A browser of a member, as its PushManager names it; the keys are base64url. */
    record Subscription(UUID id, String member, String endpoint, String p256dh, String auth, Instant createdAt) {}

    /** The key pair of all instances, made when there is none yet. */
    VAPIDKeyPair keys() {
        return find().orElseGet(() -> {
            KeyPair made = newPair();
            database.execute()
                    .insert(
                            "INSERT INTO push_key (id, private_key, public_key) VALUES (1, ?, ?) ON CONFLICT DO NOTHING",
                            seal.close(PURPOSE, made.getPrivate().getEncoded()),
                            made.getPublic().getEncoded());
            return find().orElseThrow();
        });
    }

    private Optional<VAPIDKeyPair> find() {
        return database.execute()
                .get("SELECT private_key, public_key FROM push_key")
                .map(Rows::new)
                .map(row -> VAPIDKeyPairs.of(
                        PrivateKeySources.ofPKCS8Bytes(seal.open(PURPOSE, row.bytes("private_key"))),
                        PublicKeySources.ofX509Bytes(row.bytes("public_key"))));
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A browser is one person's at a time: whoever subscribes it last gets its messages. */
    Subscription put(String member, String endpoint, String p256dh, String auth) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.transaction(transaction -> {
            transaction.get("SELECT pg_advisory_xact_lock(hashtext(?)) AS locked", "subscription " + member);
            long others = transaction
                    .get(
                            "SELECT count(*) AS found FROM subscription WHERE member = ? AND endpoint <> ?",
                            member,
                            endpoint)
                    .map(row -> new Rows(row).number("found"))
                    .orElse(0L);
            if (others >= MAX) {
                throw ProblemException.of(NotifyError.TOO_MANY_SUBSCRIPTIONS);
            }
            return transaction
                    .get("""
                            INSERT INTO subscription (id, member, endpoint, p256dh, auth, created_at) VALUES (?, ?, ?, ?, ?, ?)
                            ON CONFLICT (endpoint) DO UPDATE SET member = EXCLUDED.member, p256dh = EXCLUDED.p256dh,
                                auth = EXCLUDED.auth RETURNING *
                            """, Uuid7.at(now), member, endpoint, p256dh, auth, Rows.time(now))
                    .map(PushStore::subscription)
                    .orElseThrow();
        });
    }

    List<Subscription> list(String member) {
        try (Stream<DbRow> rows =
                database.execute().query("SELECT * FROM subscription WHERE member = ? ORDER BY id", member)) {
            return rows.map(PushStore::subscription).toList();
        }
    }

    Optional<Subscription> find(UUID id) {
        return database.execute()
                .get("SELECT * FROM subscription WHERE id = ?", id)
                .map(PushStore::subscription);
    }

    void delete(String member, UUID id) {
        if (database.execute().delete("DELETE FROM subscription WHERE id = ? AND member = ?", id, member) == 0) {
            throw ProblemException.of(NotifyError.SUBSCRIPTION_NOT_FOUND);
        }
    }

    private static Subscription subscription(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        return new Subscription(
                row.id("id"),
                row.text("member"),
                row.text("endpoint"),
                row.text("p256dh"),
                row.text("auth"),
                row.time("created_at"));
    }
}
