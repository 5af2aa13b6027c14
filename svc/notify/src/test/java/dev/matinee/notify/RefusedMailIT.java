package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventType;
import dev.matinee.notify.Delivery.Outcome;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a mail server's refusal means: the address is bad, the message is, or it may go another time. */
class RefusedMailIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static SmtpRefusals server;

    private final String member = "refused-" + Says.id();

    @BeforeAll
    static void open() throws Exception {
        server = new SmtpRefusals();
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    private Outcome send(String address) {
        NOTIFY.stands().person(member, "Somebody", address, "en");
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), Says.id(), member, "writer", null, "hello")));
        UUID notification =
                UUID.fromString(NOTIFY.inbox(member).getFirst().path("id").asText());
        return courier()
                .deliver(new Delivery(
                        UUID.randomUUID(),
                        member,
                        Medium.EMAIL,
                        notification,
                        null,
                        1,
                        null,
                        null,
                        NOTIFY.clock().instant()));
    }

    private MailCourier courier() {
        URI publicUrl = URI.create("http://localhost:8080");
        Seal seal = new Seal(Base64.getDecoder().decode(RunningNotify.KEY));
        return new MailCourier(
                new NotifyConfig.Mail("127.0.0.1", server.port(), false, Optional.empty(), "", "matinee@matinee.test"),
                new MailCourier.Desk(
                        new InboxStore(NOTIFY.database(), NOTIFY.clock()),
                        new DigestStore(NOTIFY.database()),
                        new PreferenceStore(NOTIFY.database(), NOTIFY.clock()),
                        addresses(),
                        new Wording.Languages(publicUrl),
                        new UnsubscribeLinks(seal, publicUrl)),
                NOTIFY.clock());
    }

    private static AddressBook addresses() {
        return new AddressBook(NOTIFY.database(), NOTIFY.people(), NOTIFY.clock());
    }

    @Test
    void noSuchAddress_isRememberedAndNotAskedAgain() throws Exception {
        Outcome first = send("550-5.1.1@matinee.test");
        assertThat(first)
                .isInstanceOfSatisfying(
                        Outcome.Never.class, never -> assertThat(never.status()).isEqualTo(550));
        assertThat(addresses().of(member).bad()).contains("no such thing here");

        int before = server.conversations();
        assertThat(send("550-5.1.1@matinee.test")).isInstanceOf(Outcome.Dropped.class);
        assertThat(server.conversations()).isEqualTo(before);
    }

    @Test
    void anotherAddress_isTriedAgain() throws Exception {
        send("550-5.1.1@matinee.test");
        NOTIFY.database().execute().update("UPDATE address SET fetched_at = '-infinity' WHERE member = ?", member);
        assertThat(send("fine@matinee.test")).isNotInstanceOf(Outcome.Never.class);
        assertThat(addresses().of(member).bad()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"551", "553", "553-5.1.3", "550-5.1.10"})
    void refusalOfTheAddress_isRemembered(String code) throws Exception {
        assertThat(send(code + "@matinee.test")).isInstanceOf(Outcome.Never.class);
        assertThat(addresses().of(member).bad()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"550", "550-5.7.1", "550-5.1.8", "550-5.2.2", "553-5.7.1", "554-5.1.1"})
    void refusalOfOurServerOrOfUs_isTriedAgain_andTheAddressIsFine(String code) throws Exception {
        assertThat(send(code + "@matinee.test")).isInstanceOf(Outcome.Again.class);
        assertThat(addresses().of(member).bad()).isNull();
    }

    @Test
    void notNow_isTriedAgain_andTheAddressIsFine() throws Exception {
        assertThat(send("451@matinee.test")).isInstanceOf(Outcome.Again.class);
        assertThat(addresses().of(member).bad()).isNull();
    }

    @Test
    void messageRefused_isNotTriedAgain_andTheAddressIsFine() throws Exception {
        assertThat(send("data-554@matinee.test"))
                .isInstanceOfSatisfying(
                        Outcome.Never.class, never -> assertThat(never.status()).isEqualTo(554));
        assertThat(addresses().of(member).bad()).isNull();
    }
}
