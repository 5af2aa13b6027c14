package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people get their mail: Keycloak's word, kept for an hour, and which addresses a mail server refused for good. */
final class AddressBook {
    private static final Duration KEEP = Duration.ofHours(1);

    private final Database database;
    private final People people;
    private final Clock clock;

    AddressBook(Database database, People people, Clock clock) {
        this.database = database;
        this.people = people;
        this.clock = clock;
    }

    /**
     * Somebody's address.
     *
     * @param email null when they have none that they proved to be theirs
     * @param bad why a mail server refused just this address for good; null if none did
     */
    record Address(
            @Nullable String email,
            @Nullable String name,
            @Nullable String language,
            @Nullable String bad) {}

    /** @throws IOException when Keycloak is away and nothing fresh is known */
    Address of(String member) throws IOException {
        Instant oldest = clock.instant().minus(KEEP);
        Optional<Address> known = database.execute()
                .get("SELECT * FROM address WHERE member = ? AND fetched_at > ?", member, Rows.time(oldest))
                .map(Rows::new)
                .map(AddressBook::address);
        if (known.isPresent()) {
            return known.get();
        }
        Optional<People.Person> person = people.find(member);
        database.execute()
                .createInsert("""
                        INSERT INTO address (member, email, name, language, fetched_at) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (member) DO UPDATE SET email = EXCLUDED.email, name = EXCLUDED.name,
                            language = EXCLUDED.language, fetched_at = EXCLUDED.fetched_at
                        """)
                .params(Arrays.asList(
                        member,
                        person.map(People.Person::email).orElse(null),
                        person.map(People.Person::name).orElse(null),
                        person.map(People.Person::language).orElse(null),
                        Rows.time(clock.instant())))
                .execute();
        return database.execute()
                .get("SELECT * FROM address WHERE member = ?", member)
                .map(Rows::new)
                .map(AddressBook::address)
                .orElseThrow();
    }

    /** What is known without asking anybody, for those who can do without. */
    Optional<Address> known(String member) {
        return database.execute()
                .get("SELECT * FROM address WHERE member = ?", member)
                .map(Rows::new)
                .map(AddressBook::address);
    }

    /** A mail server refused it for good: nothing is sent there until the member has another. */
    void bad(String member, String email, String reason) {
        database.execute()
                .update(
                        "UPDATE address SET bad_address = ?, bad_reason = ?, bad_at = ? WHERE member = ?",
                        email,
                        reason,
                        Rows.time(clock.instant()),
                        member);
    }

    private static Address address(Rows row) {
        String email = row.textOrNull("email");
        boolean bad = email != null && email.equals(row.textOrNull("bad_address"));
        return new Address(
                email, row.textOrNull("name"), row.textOrNull("language"), bad ? row.textOrNull("bad_reason") : null);
    }
}
