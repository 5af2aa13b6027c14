package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.KafkaSettings.Login;
import dev.matinee.kit.test.KafkaServer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

class KafkaSettingsIT {
    private static final KafkaServer SERVER = KafkaServer.shared();

    private static Set<String> topics(Optional<Login> login)
            throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(new KafkaSettings(SERVER.loginBootstrap(), "login-test", login).admin())) {
            return admin.listTopics().names().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void login_rightPassword_isLetIn() throws Exception {
        SERVER.createTopic("login-test", 1);
        assertThat(topics(Optional.of(new Login(KafkaServer.USER, KafkaServer.PASSWORD))))
                .contains("login-test");
    }

    @Test
    void login_wrongPasswordOrUser_isRefused() {
        for (Login login : Set.of(new Login(KafkaServer.USER, "guess"), new Login("nobody", KafkaServer.PASSWORD))) {
            assertThatThrownBy(() -> topics(Optional.of(login))).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void noLogin_whereOneIsAsked_getsNothing() {
        assertThatThrownBy(() -> topics(Optional.empty()))
                .isInstanceOfAny(TimeoutException.class, ExecutionException.class);
    }

    @Test
    void ensure_userThatIsEnteredMeanwhile_waitsForIt() throws Exception {
        KafkaSettings late =
                new KafkaSettings(SERVER.loginBootstrap(), "login-test", Optional.of(new Login("late", "late-secret")));
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Admin admin = SERVER.admin()) {
            assertThatThrownBy(() -> topics(late.login())).hasCauseInstanceOf(SaslAuthenticationException.class);
            Future<?> ensured = thread.submit(() -> Topics.ensure(late, List.of(Topic.UPLOAD_EVENTS)));
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "late", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "late-secret")))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            ensured.get(60, TimeUnit.SECONDS);
        }
        assertThat(topics(late.login())).contains(Topic.UPLOAD_EVENTS.topicName());
    }

    @Test
    void toString_tellsNoPassword() {
        assertThat(new KafkaSettings("a:1", "client", Optional.of(new Login("films", "not to be shown"))).toString())
                .doesNotContain("not to be shown")
                .contains("films");
    }
}
