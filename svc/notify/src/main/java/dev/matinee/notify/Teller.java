package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbTransaction;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells many, a page after the other. A page and the place behind it are one transaction, so whoever dies is gone on for. */
final class Teller {
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

    /** Tells one page; false when nothing waits. */
    boolean step() {
        boolean followersKnown = followers.isDone();
        Optional<Happening> everyone = Optional.empty();
        boolean told = false;
        try {
            Step step = database.transaction(transaction -> {
                Optional<Happening> next = happenings.lockNext(transaction, followersKnown);
                if (next.isEmpty()) {
                    return new Step(false, Optional.empty());
                }
                Happening happening = next.get();
                if (happening.audience() == Happening.Audience.EVERYONE) {
                    return new Step(true, next);
                }
                List<String> page = HappeningStore.followers(
                        transaction, Objects.requireNonNull(happening.channelId()), happening.reached(), Telling.PAGE);
                tell(transaction, happening, page);
                return new Step(true, Optional.empty());
            });
            told = step.more();
            everyone = step.everyone();
            if (everyone.isPresent()) {
                everyone(everyone.get());
            }
        } catch (IOException e) {
            happenings.later(everyone.orElseThrow());
        }
        return told;
    }

    private record Step(boolean more, Optional<Happening> everyone) {}

    private void tell(DbTransaction transaction, Happening happening, List<String> page) {
        telling.tell(transaction, happening.id(), happening.kind(), happening.subject(), happening.facts(), page);
        if (page.size() < Telling.PAGE) {
            happenings.done(transaction, happening.id());
        } else {
            happenings.reached(transaction, happening.id(), page.getLast());
        }
    }

    /** Keycloak is asked outside of a transaction; two instances that do so at once tell the same people, which tells once. */
    private void everyone(Happening happening) throws IOException {
        String reached = happening.reached();
        int first = reached == null ? 0 : Integer.parseInt(reached);
        List<String> page = people.list(first, Telling.PAGE);
        database.transact(transaction -> {
            telling.tell(transaction, happening.id(), happening.kind(), happening.subject(), happening.facts(), page);
            if (page.size() < Telling.PAGE) {
                happenings.done(transaction, happening.id());
            } else {
                happenings.reached(transaction, happening.id(), String.valueOf(first + page.size()));
            }
        });
    }
}
