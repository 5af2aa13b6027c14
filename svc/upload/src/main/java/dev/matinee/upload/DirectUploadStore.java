package dev.matinee.upload;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Sha256;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.IdempotencyKeys;
import dev.matinee.upload.DirectUpload.Content;
import dev.matinee.upload.DirectUpload.Status;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The SQL of one-time upload URLs. */
final class DirectUploadStore {
    private static final String COLUMNS = """
            id, owner, owner_name, cors_origin, status, error_code, error_detail, upload_id, created_at, timeout_at
            """;

    private final Database database;
    private final QuotaStore quota;
    private final Clock clock;

    DirectUploadStore(Database database, QuotaStore quota, Clock clock) {
        this.database = database;
        this.quota = quota;
        this.clock = clock;
    }

    DirectUpload create(DirectUpload direct, String secret, Content content) {
        database.transact(transaction -> insert(transaction, direct, secret, content));
        return direct;
    }

    /**
     * As {@link #create}, once for each key of an owner: asked again with the same body, it gives what was made at first,
     * as it was then. What is kept under the key tells nobody the secret.
     */
    DirectUpload createOnce(String key, byte[] body, DirectUpload direct, String secret, Content content) {
        return switch (IdempotencyKeys.claim(database.execute(), direct.owner(), key, body)) {
            case IdempotencyKeys.Replay replay ->
                Json.read(replay.body().getBytes(StandardCharsets.UTF_8), AsMade.class)
                        .of(direct.owner(), direct.ownerName());
            case IdempotencyKeys.InFlight() -> throw inFlight();
            case IdempotencyKeys.Reused() -> throw ProblemException.of(StandardError.IDEMPOTENCY_REUSED);
            case IdempotencyKeys.Fresh claim -> createFirst(claim, direct, secret, content);
        };
    }

    private DirectUpload createFirst(IdempotencyKeys.Fresh claim, DirectUpload direct, String secret, Content content) {
        try {
            database.transact(transaction -> {
                insert(transaction, direct, secret, content);
                IdempotencyKeys.answered(
                        transaction, claim, 201, "", new String(Json.write(AsMade.of(direct)), StandardCharsets.UTF_8));
            });
            return direct;
        } catch (IdempotencyKeys.ClaimLostException e) {
            throw inFlight();
        } catch (RuntimeException e) {
            IdempotencyKeys.release(database.execute(), claim);
            throw e;
        }
    }

    private static ProblemException inFlight() {
        return ProblemException.of(StandardError.IDEMPOTENCY_IN_FLIGHT).withHeader("Retry-After", "1");
    }

    /** What of an address is kept under the key it was made with. */
    private record AsMade(UUID id, String corsOrigin, Instant createdAt, Instant timeoutAt) {
        static AsMade of(DirectUpload direct) {
            return new AsMade(direct.id(), direct.corsOrigin(), direct.createdAt(), direct.timeoutAt());
        }

        DirectUpload of(String owner, String ownerName) {
            return new DirectUpload(
                    id,
                    owner,
                    ownerName,
                    corsOrigin,
                    Status.WAITING,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    createdAt,
                    timeoutAt);
        }
    }

    private void insert(DbTransaction transaction, DirectUpload direct, String secret, Content content) {
        quota.reserveAddress(transaction, direct.owner());
        transaction
                .createInsert("""
                    INSERT INTO direct_uploads (id, owner, owner_name, secret_hash, cors_origin, content, status,
                        created_at, timeout_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
                .addParam(direct.id())
                .addParam(direct.owner())
                .addParam(direct.ownerName())
                .addParam(Sha256.of(secret))
                .addParam(direct.corsOrigin())
                .addParam(new String(Json.write(content), StandardCharsets.UTF_8))
                .addParam(direct.status().word())
                .addParam(Timestamp.from(direct.createdAt()))
                .addParam(Timestamp.from(direct.timeoutAt()))
                .execute();
    }

    Optional<DirectUpload> find(UUID id, String owner) {
        return database.execute()
                .get("SELECT " + COLUMNS + " FROM direct_uploads WHERE id = ? AND owner = ?", id, owner)
                .map(this::direct);
    }

    Optional<DirectUpload> findBySecret(String secret) {
        return database.execute()
                .get("SELECT " + COLUMNS + " FROM direct_uploads WHERE secret_hash = ?", Sha256.of(secret))
                .map(this::direct);
    }

    Content content(DbExecute execute, UUID id) {
        return execute.get("SELECT content FROM direct_uploads WHERE id = ?", id)
                .map(row -> Json.read(
                        row.column("content").get(String.class).getBytes(StandardCharsets.UTF_8), Content.class))
                .orElseThrow();
    }

    /**
     * Makes the upload of an address while no other request can: {@code make} sees it as it is, and gives the upload that
     * is its own from then on.
     */
    <T> T use(UUID id, BiFunction<DbTransaction, DirectUpload, T> make, Function<T, UUID> uploadOf) {
        return database.transaction(transaction -> {
            DirectUpload direct = transaction
                    .get("SELECT " + COLUMNS + " FROM direct_uploads WHERE id = ? FOR UPDATE", id)
                    .map(this::direct)
                    .orElseThrow();
            T made = make.apply(transaction, direct);
            transaction.update("UPDATE direct_uploads SET upload_id = ? WHERE id = ?", uploadOf.apply(made), id);
            return made;
        });
    }

    void assetCreated(DbTransaction transaction, UUID id) {
        transaction.update(
                "UPDATE direct_uploads SET status = 'asset_created' WHERE id = ? AND status IN ('waiting', 'timed_out')",
                id);
    }

    /** What it took was refused, by us or by those who own content. */
    void errored(DbExecute execute, UUID id, String code, String detail) {
        execute.update("""
                UPDATE direct_uploads SET status = 'errored', error_code = ?, error_detail = ?
                WHERE id = ? AND status IN ('waiting', 'asset_created')
                """, code, detail, id);
    }

    void errored(UUID id, String code, String detail) {
        errored(database.execute(), id, code, detail);
    }

    /** The address of a refused upload, if it came by one. */
    void uploadRefused(DbTransaction transaction, UUID upload, String code, String detail) {
        transaction
                .get("SELECT direct_id FROM uploads WHERE id = ? AND direct_id IS NOT NULL", upload)
                .ifPresent(row -> errored(transaction, row.column("direct_id").get(UUID.class), code, detail));
    }

    /** Closes an address that waits; false when it does not wait any more. */
    boolean cancel(DbTransaction transaction, UUID id, String owner) {
        return transaction.update(
                        "UPDATE direct_uploads SET status = 'cancelled' WHERE id = ? AND owner = ? AND status = 'waiting'",
                        id,
                        owner)
                == 1;
    }

    /** Closes the addresses whose time is over; gives the uploads that were under way there. */
    List<UUID> timeOut() {
        return database
                .transaction(transaction -> transaction
                        .query("""
                                UPDATE direct_uploads SET status = 'timed_out' WHERE id IN (
                                    SELECT id FROM direct_uploads WHERE status = 'waiting' AND timeout_at <= ? LIMIT 100)
                                RETURNING upload_id
                                """, Timestamp.from(clock.instant()))
                        .map(row -> new Columns(row).find("upload_id", UUID.class))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Forgets addresses that closed long ago and whose upload is forgotten too; returns how many rows went. */
    long forget(Duration age) {
        return database.execute().delete("""
                        DELETE FROM direct_uploads WHERE id IN (
                            SELECT id FROM direct_uploads d WHERE status <> 'waiting' AND timeout_at < ?
                                AND NOT EXISTS (SELECT 1 FROM uploads u WHERE u.direct_id = d.id)
                            LIMIT 1000)
                        """, Timestamp.from(clock.instant().minus(age)));
    }

    /** An address whose time is over is so at once, whenever the sweeper comes by. */
    private DirectUpload direct(DbRow row) {
        Status status = Status.valueOf(row.column("status").get(String.class).toUpperCase(Locale.ROOT));
        var timeoutAt = new Columns(row).time("timeout_at");
        return new DirectUpload(
                row.column("id").get(UUID.class),
                row.column("owner").get(String.class),
                row.column("owner_name").get(String.class),
                row.column("cors_origin").get(String.class),
                status == Status.WAITING && !clock.instant().isBefore(timeoutAt) ? Status.TIMED_OUT : status,
                new Columns(row).find("error_code", String.class),
                new Columns(row).find("error_detail", String.class),
                new Columns(row).find("upload_id", UUID.class),
                new Columns(row).time("created_at"),
                timeoutAt);
    }

    /** Forgets what was answered under keys of that age. */
    void forgetAnswers(Duration age) {
        IdempotencyKeys.forget(database.execute(), age);
    }
}
