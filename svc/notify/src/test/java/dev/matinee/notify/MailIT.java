package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.matinee.events.EventType;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What arrives in mailboxes. */
class MailIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    private final String member = "member-" + Says.id();
    private final String address = member + "@matinee.test";
    private final String film = Says.id();

    private void comment(String text) {
        NOTIFY.handled(
                NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, member, "writer", null, text)));
    }

    private List<MimeMessage> mails() {
        return Arrays.stream(NOTIFY.mail().getReceivedMessages())
                .filter(mail -> to(mail).equals(address))
                .toList();
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getRecipients(Message.RecipientType.TO)[0].toString().replaceAll(".*<(.*)>", "$1");
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    /** A part of the mail, {@code text/plain} or {@code text/html}. */
    private static String part(MimeMessage mail, String type) throws MessagingException, IOException {
        return part((Multipart) mail.getContent(), type);
    }

    private static String part(Multipart parts, String type) throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.getContent() instanceof Multipart inner) {
                String found = part(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            } else if (part.isMimeType(type)) {
                return part.getContent().toString();
            }
        }
        return "";
    }

    @Test
    void comment_comesAsTextAndHtml_withOneClickToEndIt() throws Exception {
        NOTIFY.stands().person(member, "Mia", address, "en");
        comment("Where was this?");
        eventually().until(() -> mails().size() == 1);

        MimeMessage mail = mails().getFirst();
        assertThat(mail.getSubject()).isEqualTo("name-of-writer commented on “a post without a title”");
        assertThat(part(mail, "text/plain")).contains("Hello Mia,").contains("Where was this?");
        assertThat(part(mail, "text/html")).contains("<html lang=\"en\">").contains("/watch/" + film);
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        String link = mail.getHeader("List-Unsubscribe")[0].replaceAll("[<>\\s]", "");
        assertThat(part(mail, "text/plain")).contains(link);

        String path = URI.create(link).getPath().substring(RunningNotify.API.length());
        Answer asked = NOTIFY.get("", path);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("<form method=\"post\">");
        assertThat(preference("comment"))
                .as("a link that is only followed ends nothing")
                .isTrue();

        Answer done = NOTIFY.send(
                "POST", "", path, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded");
        assertThat(done.status()).isEqualTo(200);
        assertThat(preference("comment")).isFalse();
        assertThat(preference("reply")).isTrue();
        // The signature's first letter; of its last one two bits mean nothing.
        int signature = path.lastIndexOf('.') + 1;
        char other = path.charAt(signature) == 'x' ? 'y' : 'x';
        assertThat(NOTIFY.get("", path.substring(0, signature) + other + path.substring(signature + 1))
                        .status())
                .isEqualTo(404);
    }

    private boolean preference(String kind) {
        return NOTIFY.get(member, "/preferences")
                .json()
                .at("/kinds/" + kind + "/email")
                .asBoolean();
    }

    @Test
    void textOfPeople_staysText() throws Exception {
        NOTIFY.stands().person(member, "<b>Eve</b>\r\nBcc: all@matinee.test", address, "en");
        comment("<script>alert('x')</script>\"><img src=x onerror=alert(1)> & {0}");
        eventually().until(() -> mails().size() == 1);

        MimeMessage mail = mails().getFirst();
        assertThat(part(mail, "text/html"))
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x")
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("<b>Eve");
        assertThat(part(mail, "text/plain")).contains("<script>alert('x')</script>");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(1);
    }

    @Test
    void german_isOneOfTheLanguages() throws Exception {
        NOTIFY.stands().person(member, "Jürgen", address, "de");
        comment("Schön");
        eventually().until(() -> mails().size() == 1);
        assertThat(mails().getFirst().getSubject())
                .isEqualTo("name-of-writer hat „ein Beitrag ohne Titel“ kommentiert");
        assertThat(part(mails().getFirst(), "text/plain"))
                .contains("Hallo Jürgen,")
                .contains("Schön");
    }

    @Test
    void addressThatIsNotProved_getsNothing() {
        NOTIFY.stands().person(member, "Nobody", address, "en");
        NOTIFY.stands().unverified(member);
        comment("hello");
        eventually().until(() -> delivered("dropped") == 1);
        assertThat(mails()).isEmpty();
    }

    @Test
    void mailServerAway_isTriedAgain() {
        NOTIFY.stands().person(member, "Patient", address, "en");
        NOTIFY.mail().stop();
        try {
            comment("hello");
            eventually().until(() -> tries() == 1 && !leased());
        } finally {
            NOTIFY.mail().start();
        }
        NOTIFY.clock().forward(Duration.ofSeconds(12));
        eventually().until(() -> mails().size() == 1);
        eventually().until(() -> delivered("sent") == 1);
    }

    @Test
    void keycloakAway_isTriedAgain() {
        NOTIFY.stands().person(member, "Patient", address, "en");
        NOTIFY.stands().keycloakAway(true);
        try {
            comment("hello");
            eventually().until(() -> tries() == 1 && !leased());
        } finally {
            NOTIFY.stands().keycloakAway(false);
        }
        NOTIFY.clock().forward(Duration.ofSeconds(12));
        eventually().until(() -> mails().size() == 1);
    }

    @Test
    void atNight_waitsForTheMorning() {
        NOTIFY.stands().person(member, "Sleeper", address, "en");
        LocalTime now = NOTIFY.clock().instant().atZone(ZoneOffset.UTC).toLocalTime();
        prefer("\"quiet_hours\":{\"from\":\"" + now.minusHours(1).withSecond(0).withNano(0) + "\",\"to\":\""
                + now.plusHours(2).withSecond(0).withNano(0) + "\"},\"digest\":\"off\"");
        comment("at night");
        assertThat(NOTIFY.inbox(member)).as("the inbox does not sleep").hasSize(1);
        NOTIFY.clock().forward(Duration.ofMinutes(90));
        comment("still at night");
        assertThat(delivered("waiting")).isEqualTo(2);
        assertThat(mails()).isEmpty();

        NOTIFY.clock().forward(Duration.ofMinutes(31));
        eventually().until(() -> mails().size() == 2);
    }

    @Test
    void digest_putsTogetherWhatIsUnread() throws Exception {
        NOTIFY.stands().person(member, "Weekly", address, "en");
        prefer("\"digest\":\"daily\",\"time_zone\":\"Europe/Berlin\"");
        comment("one");
        comment("two");
        comment("three");
        String read = NOTIFY.inbox(member).getFirst().path("id").asText();
        NOTIFY.send("PATCH", member, "/notifications/" + read, "{\"read\":true}");
        assertThat(delivered("waiting")).isZero();

        NOTIFY.clock().forward(Duration.ofDays(1));
        eventually().until(() -> mails().size() == 1);
        MimeMessage mail = mails().getFirst();
        assertThat(mail.getSubject()).isEqualTo("2 notifications on Matinee");
        assertThat(part(mail, "text/plain")).contains("one").contains("two").doesNotContain("three");

        NOTIFY.clock().forward(Duration.ofDays(1));
        eventually().until(() -> delivered("dropped") == 1);
        assertThat(mails()).as("a digest of nothing is not sent").hasSize(1);
    }

    private void prefer(String fields) {
        Answer before = NOTIFY.get(member, "/preferences");
        Answer put = NOTIFY.send("PUT", member, "/preferences", "{" + fields + "}", "If-Match", before.header("ETag"));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
    }

    private long delivered(String state) {
        return NOTIFY.database()
                .execute()
                .get(
                        "SELECT count(*) AS found FROM delivery WHERE member = ? AND medium = 'email' AND state = ?",
                        member,
                        state)
                .map(row -> new Rows(row).number("found"))
                .orElse(0L);
    }

    private long tries() {
        return NOTIFY.database()
                .execute()
                .get("SELECT tries FROM delivery WHERE member = ? AND medium = 'email'", member)
                .map(row -> new Rows(row).number("tries"))
                .orElse(0L);
    }

    /** A try is under way while it is due as late as its lease ends. */
    private boolean leased() {
        return NOTIFY.database()
                .execute()
                .get("SELECT problem FROM delivery WHERE member = ? AND problem IS NOT NULL", member)
                .isEmpty();
    }

    @Test
    void preferences_areHeldByAnETag() {
        Answer fresh = NOTIFY.get(member, "/preferences");
        assertThat(fresh.header("ETag")).isEqualTo("\"r0\"");
        assertThat(NOTIFY.send("PUT", member, "/preferences", "{}").status()).isEqualTo(428);
        assertThat(NOTIFY.send("PUT", member, "/preferences", "{}", "If-Match", "\"r0\"")
                        .header("ETag"))
                .isEqualTo("\"r1\"");
        assertThat(NOTIFY.send("PUT", member, "/preferences", "{}", "If-Match", "\"r0\"")
                        .status())
                .isEqualTo(412);
        for (String wrong : List.of(
                "{\"time_zone\":\"Mars/Olympus\"}",
                "{\"language\":\"xx\"}",
                "{\"digest\":\"hourly\"}",
                "{\"quiet_hours\":{\"from\":\"22:00\"}}",
                "{\"kinds\":{\"gossip\":{\"email\":true}}}",
                "{\"else\":1}")) {
            assertThat(NOTIFY.send("PUT", member, "/preferences", wrong, "If-Match", "\"r1\"")
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void notInApp_isNeitherListedNorCounted_butMailed() {
        NOTIFY.stands().person(member, "Mail only", address, "en");
        prefer("\"kinds\":{\"comment\":{\"in_app\":false}}");
        comment("by mail only");
        eventually().until(() -> mails().size() == 1);
        assertThat(NOTIFY.inbox(member)).isEmpty();
        assertThat(NOTIFY.get(member, "/notifications/unread")
                        .json()
                        .path("unread")
                        .asInt())
                .isZero();
        assertThat(GreenMailUtil.getBody(mails().getFirst())).contains("by mail only");
    }
}
