package dev.matinee.notify;

import dev.matinee.notify.Delivery.Outcome;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.MailException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Sends mail: HTML and text, with what RFC 8058 asks for one-click unsubscribing. */
final class MailCourier implements Delivery.Courier {
    /** What a digest has room for; it says how many more there are. */
    static final int DIGEST = 50;

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** A mail that waited so long for the morning or for others to join is not sent when it was read meanwhile. */
    private static final Duration WAITED = Duration.ofMinutes(1);
    /** RFC 5321, 4.2.3: these codes of a RCPT may speak of the address; 550 alone is said as often of our server or our rights. */
    private static final Set<Integer> MAY_BE_THE_ADDRESS = Set.of(550, 551, 553);
    /** RFC 3463, 2: what the refusal is about, in a code of its own behind the first. */
    private static final Pattern ENHANCED = Pattern.compile("(?:[0-9]{3}[ -])?5\\.([0-9]{1,3})\\.([0-9]{1,3})\\b");

    private final Mailer mailer;
    private final String from;
    private final InboxStore inbox;
    private final DigestStore digests;
    private final PreferenceStore preferences;
    private final AddressBook addresses;
    private final Wording.Languages languages;
    private final UnsubscribeLinks links;
    private final Clock clock;

    /** What a mail is made of. */
    record Desk(
            InboxStore inbox,
            DigestStore digests,
            PreferenceStore preferences,
            AddressBook addresses,
            Wording.Languages languages,
            UnsubscribeLinks links) {}

    MailCourier(NotifyConfig.Mail settings, Desk desk, Clock clock) {
        var builder = MailerBuilder.withSMTPServer(settings.host(), settings.port());
        if (settings.user().isPresent()) {
            builder = builder.withSMTPServerUsername(settings.user().get()).withSMTPServerPassword(settings.password());
        }
        this.mailer = builder.withTransportStrategy(
                        settings.starttls() ? TransportStrategy.SMTP_TLS : TransportStrategy.SMTP)
                .withProperty("mail.smtp.starttls.enable", settings.starttls())
                .withSessionTimeout((int) TIMEOUT.toMillis())
                .buildMailer();
        this.from = settings.from();
        this.inbox = desk.inbox();
        this.digests = desk.digests();
        this.preferences = desk.preferences();
        this.addresses = desk.addresses();
        this.languages = desk.languages();
        this.links = desk.links();
        this.clock = clock;
    }

    @Override
    public Outcome deliver(Delivery delivery) {
        AddressBook.Address address;
        try {
            address = addresses.of(delivery.member());
        } catch (IOException e) {
            return new Outcome.Again(null, String.valueOf(e.getMessage()), null);
        }
        String email = address.email();
        if (email == null) {
            return new Outcome.Dropped("there is no address that they proved to be theirs");
        }
        if (address.bad() != null) {
            return new Outcome.Dropped("the address was refused before: " + address.bad());
        }
        Optional<Letter> letter = letter(delivery, address);
        if (letter.isEmpty()) {
            return new Outcome.Dropped("there is nothing to tell any more");
        }
        return send(delivery, letter.get(), email, address.name());
    }

    private Optional<Letter> letter(Delivery delivery, AddressBook.Address address) {
        Preferences chosen = preferences.get(delivery.member()).preferences();
        String language = chosen.language() == null ? address.language() : chosen.language();
        Wording words = languages.of(language);
        if (delivery.notificationId() == null) {
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            for (Kind kind : Kind.values()) {
                if (chosen.wants(kind, Medium.EMAIL)) {
                    kinds.add(kind);
                }
            }
            DigestStore.Contents contents = digests.of(delivery, kinds, DIGEST);
            URI unsubscribe = links.of(new UnsubscribeLinks.Wish(delivery.member(), null));
            return contents.first().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Letter.digest(contents.first(), contents.more(), words, address.name(), unsubscribe));
        }
        return inbox.find(delivery.notificationId())
                .filter(it -> chosen.wants(it.kind(), Medium.EMAIL))
                .filter(it -> it.readAt() == null
                        || clock.instant().isBefore(delivery.createdAt().plus(WAITED)))
                .map(it -> Letter.of(
                        it, words, address.name(), links.of(new UnsubscribeLinks.Wish(delivery.member(), it.kind()))));
    }

    private Outcome send(Delivery delivery, Letter letter, String email, @Nullable String name) {
        Email mail = EmailBuilder.startingBlank()
                .from("Matinee", from)
                .to(name == null ? email : Letter.oneLine(name), email)
                .withSubject(letter.subject())
                .withPlainText(letter.text())
                .withHTMLText(letter.html())
                // The same for every try, so that a mail sent twice after a crash is shown once by most programs.
                .fixingMessageId("<" + delivery.id() + "@" + from.substring(from.indexOf('@') + 1) + ">")
                .withHeader("List-Unsubscribe", "<" + letter.unsubscribe() + ">")
                .withHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .withHeader("Auto-Submitted", "auto-generated")
                .buildEmail();
        try {
            mailer.sendMail(mail, false).join();
            return new Outcome.Sent(250);
        } catch (MailException e) {
            return refused(delivery, email, e);
        }
    }

    private Outcome refused(Delivery delivery, String email, MailException failure) {
        for (Throwable at = failure; at != null; at = next(at)) {
            if (at instanceof SMTPAddressFailedException address && isNoAddress(address)) {
                String why = Letter.oneLine(String.valueOf(address.getMessage()));
                addresses.bad(delivery.member(), email, why);
                return new Outcome.Never(address.getReturnCode(), why);
            }
        }
        for (Throwable at = failure; at != null; at = next(at)) {
            if (at instanceof SMTPSendFailedException message && message.getReturnCode() >= 500) {
                return new Outcome.Never(message.getReturnCode(), Letter.oneLine(String.valueOf(message.getMessage())));
            }
        }
        return new Outcome.Again(null, why(failure), null);
    }

    /** By X.1.x, which speaks of addresses (RFC 3463, 3.2; 7 and 8 of the sender's), and not by X.7.x, which speaks of policy. */
    private static boolean isNoAddress(SMTPAddressFailedException refusal) {
        int code = refusal.getReturnCode();
        Matcher enhanced = ENHANCED.matcher(String.valueOf(refusal.getMessage()));
        if (!enhanced.lookingAt()) {
            return MAY_BE_THE_ADDRESS.contains(code) && code != 550;
        }
        return MAY_BE_THE_ADDRESS.contains(code)
                && enhanced.group(1).equals("1")
                && !Set.of("7", "8").contains(enhanced.group(2));
    }

    /** Jakarta Mail has a chain of its own beside that of causes. */
    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof SendFailedException sending && sending.getNextException() != null
                ? sending.getNextException()
                : failure instanceof MessagingException mail && mail.getNextException() != null
                        ? mail.getNextException()
                        : failure.getCause();
    }

    private static String why(Throwable failure) {
        Throwable last = failure;
        for (Throwable at = failure; at != null; at = next(at)) {
            last = at;
        }
        return Letter.oneLine(String.valueOf(last.getMessage()));
    }
}
