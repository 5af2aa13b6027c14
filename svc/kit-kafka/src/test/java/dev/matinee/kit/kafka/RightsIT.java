package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.KafkaSettings.Login;
import dev.matinee.kit.test.KafkaServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kafka job's files let each service do, and above all what they do not. */
class RightsIT {
    private static final KafkaServer SERVER = KafkaServer.ofThePlatform();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static KafkaSettings as(String user) {
        return new KafkaSettings(SERVER.loginBootstrap(), user, Optional.of(new Login(user, user)));
    }

    static Stream<List<String>> rights(String verb) {
        return KafkaServer.platformRights().stream()
                .filter(words -> KafkaServer.platformUsers().contains(words.getFirst()))
                .filter(words -> words.get(1).equals(verb));
    }

    static Stream<List<String>> writers() {
        return rights("writes");
    }

    static Stream<List<String>> readers() {
        return rights("reads");
    }

    @Test
    void rights_nameEveryUserOfTheJob_andKnownTopicsOnly() {
        assertThat(KafkaServer.platformRights().stream().map(List::getFirst).collect(Collectors.toSet()))
                .as("nomad-jobs/kafka/rights and the users in nomad-jobs/kafka.nomad.hcl")
                .containsAll(KafkaServer.platformUsers());
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .containsAll(KafkaServer.platformRights().stream()
                        .filter(words -> words.size() > 2)
                        .map(words -> words.get(2))
                        .toList());
    }

    @Test
    void everyGroupsLetters_canBeDrivenBackByOperators() {
        assertThat(rights("redrives").map(words -> words.subList(2, 5)))
                .containsExactlyInAnyOrderElementsOf(
                        rights("reads").map(words -> words.subList(2, 5)).toList());
    }

    @ParameterizedTest
    @MethodSource("writers")
    void topic_ofOnesOwn_isMadeAndWritten(List<String> right) throws Exception {
        KafkaSettings kafka = as(right.getFirst());
        Topics.ensure(kafka, Set.of(topic(right.get(2))));

        write(kafka, right.get(2));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void topic_thatOneReads_isReadAndItsDeadLettersAreWritten(List<String> right) throws Exception {
        KafkaSettings kafka = as(right.getFirst());
        Topic topic = topic(right.get(2));
        String group = right.get(4);
        Topics.ensure(kafka, Set.of(topic));
        Topics.ensureDeadLetters(kafka, group, Set.of(topic));
        write(new KafkaSettings(SERVER.bootstrap(), "anybody"), topic.topicName());

        assertThat(read(kafka, topic.topicName(), group).isEmpty()).isFalse();
        write(kafka, topic.deadLetterTopic(group));
    }

    @ParameterizedTest
    @CsvSource({
        "search, content.events",
        "search, media.events",
        "upload, content.events",
        "upload, media.events",
        "encoder, upload.events",
        "catalog, media.events",
        "catalog, encode.tasks",
        "ops, encode.tasks"
    })
    void topic_ofAnother_isNotWritten(String user, String topic) {
        SERVER.createTopicIfMissing(topic);
        assertThatThrownBy(() -> write(as(user), topic)).hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void whoWatches_writesNothing() {
        SERVER.createTopicIfMissing("content.events");
        assertThatThrownBy(() -> write(as("collector"), "content.events"))
                .rootCause()
                .isInstanceOf(AuthorizationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "upload, media.events, upload",
        "search, upload.events, search",
        "encoder, social.events, encoder",
        "catalog, encode.tasks, catalog",
        "ops, content.events, search-redrive"
    })
    void topic_thatIsNoneOfOnesBusiness_isNotRead(String user, String topic, String group) {
        SERVER.createTopicIfMissing(topic);
        assertThatThrownBy(() -> read(as(user), topic, group)).isInstanceOf(TopicAuthorizationException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "upload, content.events, encoder",
        "search, content.events, upload",
        "catalog, media.events, other",
        "collector, content.events, feed"
    })
    void group_ofAnother_isNotJoined(String user, String topic, String group) {
        SERVER.createTopicIfMissing(topic);
        assertThatThrownBy(() -> read(as(user), topic, group)).isInstanceOf(GroupAuthorizationException.class);
    }

    @Test
    void service_isNoAdministrator() {
        try (Admin admin = Admin.create(as("catalog").admin())) {
            assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1)))
                            .all()
                            .get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() ->
                            admin.deleteTopics(List.of("content.events")).all().get(1, TimeUnit.MINUTES))
                    .isNotNull();
            AclBinding everything = new AclBinding(
                    new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                    new AccessControlEntry("User:catalog", "*", AclOperation.ALL, AclPermissionType.ALLOW));
            assertThatThrownBy(() -> admin.createAcls(List.of(everything)).all().get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
            assertThatThrownBy(() -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                    "upload", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "mine")))
                            .all()
                            .get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
        }
    }

    private static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void write(KafkaSettings kafka, String topic) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            producer.send(new ProducerRecord<>(topic, "key", new byte[] {1})).get(1, TimeUnit.MINUTES);
        }
    }

    /** The first records; none when nothing came in time. */
    private static ConsumerRecords<String, byte[]> read(KafkaSettings kafka, String topic, String group) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(kafka.consumer(group))) {
            consumer.subscribe(Set.of(topic));
            ConsumerRecords<String, byte[]> records = ConsumerRecords.empty();
            while (records.isEmpty() && Instant.now().isBefore(deadline)) {
                records = consumer.poll(Duration.ofSeconds(1));
            }
            return records;
        }
    }
}
