package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.kafka.KafkaSettings.Login;
import dev.matinee.kit.test.KafkaServer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
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
    void toString_tellsNoPassword() {
        assertThat(new KafkaSettings("a:1", "client", Optional.of(new Login("films", "not to be shown"))).toString())
                .doesNotContain("not to be shown")
                .contains("films");
    }
}
