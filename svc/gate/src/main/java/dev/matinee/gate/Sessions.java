package dev.matinee.gate;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The life of an operator's login: begun by a code, kept alive by use and refresh tokens, ended by time, logout or revocation. */
final class Sessions {
    /** Being seen is written down at most this often, or each file of a page would be a write. */
    private static final Duration SEEN_STEP = Duration.ofSeconds(30);

    private final SessionStore store;
    private final IdentityProvider identity;
    private final Revocations revocations;
    private final GateConfig.Lifetimes lifetimes;
    private final Clock clock;

    Sessions(
            SessionStore store,
            IdentityProvider identity,
            Revocations revocations,
            GateConfig.Lifetimes lifetimes,
            Clock clock) {
        this.store = store;
        this.identity = identity;
        this.revocations = revocations;
        this.lifetimes = lifetimes;
        this.clock = clock;
    }

    /** Stores a login and returns the id for its cookie. */
    String begin(IdentityProvider.Grant grant, String host) {
        Instant now = clock.instant();
        Caller caller = grant.caller();
        return store.create(new Session(
                caller.subject(),
                caller.name(),
                caller.session(),
                host,
                caller.has(Role.OPERATOR),
                now,
                now,
                caller.expiresAt(),
                grant.refreshToken(),
                grant.idToken()));
    }

    /** Whether this login at Keycloak was ended here already, as when its logout did not get as far as Keycloak. */
    boolean ended(IdentityProvider.Grant grant) {
        Caller caller = grant.caller();
        return revocations.revoked(caller.subject(), caller.session(), caller.issuedAt());
    }

    /** The login that a cookie on this host stands for, its roles not older than an access token. */
    Optional<Session> find(String id, String host) {
        return store.find(id)
                .filter(session -> session.host().equals(host))
                .filter(session ->
                        !revocations.revoked(session.subject(), session.identitySession(), session.loggedIn()))
                .flatMap(session -> current(id, session));
    }

    /** Ends a login here, so that its tokens pass nowhere at the edge. */
    void end(String id, Session session) {
        store.remove(id);
        if (!session.identitySession().isEmpty()) {
            revocations.revokeSession(session.identitySession());
        }
    }

    private Optional<Session> current(String id, Session session) {
        Instant now = clock.instant();
        if (session.stale(now, lifetimes)) {
            return refreshed(id);
        }
        if (session.seen().plus(SEEN_STEP).isAfter(now)) {
            return Optional.of(session);
        }
        return seen(id);
    }

    /** Alone, or what was read a moment ago would overwrite tokens that were renewed since. */
    private Optional<Session> seen(String id) {
        return store.alone(id, () -> {
            Instant now = clock.instant();
            Optional<Session> latest = store.find(id);
            if (latest.isEmpty() || latest.get().seen().plus(SEEN_STEP).isAfter(now)) {
                return latest;
            }
            Session seen = latest.get().seenAt(now);
            store.save(id, seen);
            return Optional.of(seen);
        });
    }

    private Optional<Session> refreshed(String id) {
        return store.alone(id, () -> {
            Optional<Session> latest = store.find(id);
            if (latest.isEmpty() || !latest.get().stale(clock.instant(), lifetimes)) {
                return latest;
            }
            Session old = latest.get();
            Optional<Session> renewed = identity.refresh(old).map(grant -> renewed(old, grant));
            renewed.ifPresentOrElse(session -> store.save(id, session), () -> store.remove(id));
            return renewed;
        });
    }

    private Session renewed(Session old, IdentityProvider.Grant grant) {
        return new Session(
                old.subject(),
                grant.caller().name(),
                old.identitySession(),
                old.host(),
                grant.caller().has(Role.OPERATOR),
                old.loggedIn(),
                clock.instant(),
                grant.caller().expiresAt(),
                grant.refreshToken(),
                grant.idToken());
    }
}
