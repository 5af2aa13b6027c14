package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.dbclient.DbTransaction;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Tells many, a page after the other. A page and the place behind it are one transaction, so whoever dies is gone on for. */
final class Teller {
    private static final System.Logger LOG = System.getLogger(Teller.class.getName());

    private final Database database;
    private final HappeningStore happenings;
    private final Telling telling;
    private final People people;
    private final FollowerImport followers;

    Teller(Database database, HappeningStore happenings, Telling telling, People people, FollowerImport followers) {
        this.database = database;
        this.happenings = happenings;
        this.telling = telling;
        this.people = people;
        this.followers = followers;
    }

    private record Step(boolean more, Optional<Happening> everyone) {}

    /** What cannot be told, by our own fault. */
    private static final class StumbledException extends RuntimeException {
        private final UUID id;

        private StumbledException(UUID id, RuntimeException cause) {
            super(cause);
            this.id = id;
        }
    }

    /** Tells one page; false when nothing waits. What cannot be told is put behind the others, for it would be the next again. */
    boolean step() {
        boolean followersKnown = followers.isDone();
        try {
            Step step = database.transaction(transaction -> happenings
                    .lockNext(transaction, followersKnown)
                    .map(id -> followers(transaction, id))
                    .orElseGet(() -> new Step(false, Optional.empty())));
            step.everyone().ifPresent(this::everyone);
            return step.more();
        } catch (StumbledException e) {
            if (SqlStates.isTransient(e)) {
                throw e;
            }
            boolean over = happenings.stumbled(e.id, Letter.oneLine(String.valueOf(e.getCause())));
            LOG.log(over ? Level.ERROR : Level.WARNING, e.id + (over ? " is told no further" : " waits to be told"), e);
            return true;
        }
    }

    private Step followers(DbTransaction transaction, UUID id) {
        try {
            Happening happening = happenings.read(transaction, id);
            if (happening.audience() == Happening.Audience.EVERYONE) {
                return new Step(true, Optional.of(happening));
            }
            List<String> page = HappeningStore.followers(
                    transaction, Objects.requireNonNull(happening.channelId()), happening.reached(), Telling.PAGE);
            tell(transaction, happening, page);
            return new Step(true, Optional.empty());
        } catch (RuntimeException e) {
            throw new StumbledException(id, e);
        }
    }

    private void tell(DbTransaction transaction, Happening happening, List<String> page) {
        telling.tell(transaction, happening.id(), happening.kind(), happening.subject(), happening.facts(), page);
        if (page.size() < Telling.PAGE) {
            happenings.done(transaction, happening.id());
        } else {
            happenings.reached(transaction, happening.id(), page.getLast());
        }
    }

    /** Keycloak is asked outside of a transaction; two instances that do so at once tell the same people, which tells once. */
    private void everyone(Happening happening) {
        try {
            String reached = happening.reached();
            int first = reached == null ? 0 : Integer.parseInt(reached);
            List<String> page = people.list(first, Telling.PAGE);
            database.transact(transaction -> {
                telling.tell(
                        transaction, happening.id(), happening.kind(), happening.subject(), happening.facts(), page);
                if (page.size() < Telling.PAGE) {
                    happenings.done(transaction, happening.id());
                } else {
                    happenings.reached(transaction, happening.id(), String.valueOf(first + page.size()));
                }
            });
        } catch (IOException e) {
            happenings.later(happening);
        } catch (RuntimeException e) {
            throw new StumbledException(happening.id(), e);
        }
    }
}
