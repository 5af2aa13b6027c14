import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Brings the services' users up to the Nomad Variable, and what each may do up to the file {@code rights}: a first start
 * made the users already, a later one finds new services and new passwords here. Run from its source by users.sh, since
 * Kafka's own commands for it are in none of the broker's jars.
 *
 * <p>Arguments: the broker's address, the properties to reach it with, a file of lines "user password", and the rights.
 */
final class Users {
    private static final int ITERATIONS = 4096;
    private static final long PATIENCE_SECONDS = 120;

    private Users() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[1]))) {
            properties.load(in);
        }
        properties.put("bootstrap.servers", arguments[0]);
        properties.put("default.api.timeout.ms", String.valueOf(PATIENCE_SECONDS * 1_000));
        Set<AclBinding> rights = rights(Path.of(arguments[3]));
        try (Admin admin = Admin.create(properties)) {
            // Rights first: a user who can come in can do what it came for.
            var there = admin.describeAcls(AclBindingFilter.ANY).values().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            var missing = rights.stream().filter(right -> !there.contains(right)).toList();
            var tooMuch = there.stream().filter(right -> !rights.contains(right)).map(AclBinding::toFilter).toList();
            admin.createAcls(missing).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            admin.deleteAcls(tooMuch).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            admin.alterUserScramCredentials(users(Path.of(arguments[2]))).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static List<UserScramCredentialAlteration> users(Path file) throws IOException {
        List<UserScramCredentialAlteration> wanted = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split(" +", 2);
            if (words.length == 2) {
                wanted.add(new UserScramCredentialUpsertion(
                        words[0], new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), words[1]));
            }
        }
        return wanted;
    }

    private static Set<AclBinding> rights(Path file) throws IOException {
        Set<AclBinding> wanted = new LinkedHashSet<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split(" +");
            if (!line.isBlank() && !line.startsWith("#")) {
                wanted.addAll(rights(words, line));
            }
        }
        return wanted;
    }

    private static Set<AclBinding> rights(String[] words, String line) {
        String user = words[0];
        String verb = words.length > 1 ? words[1] : "";
        boolean grouped = words.length == 5 && words[3].equals("as");
        if (verb.equals("writes") && words.length == 3) {
            return topic(user, words[2], AclOperation.WRITE, AclOperation.CREATE);
        } else if (verb.equals("reads") && grouped) {
            return all(
                    topic(user, words[2], AclOperation.READ, AclOperation.CREATE),
                    topic(user, words[2] + "." + words[4] + ".dlt", AclOperation.WRITE, AclOperation.CREATE),
                    rights(user, ResourceType.GROUP, words[4], AclOperation.READ));
        } else if (verb.equals("shares") && grouped) {
            return all(
                    topic(user, words[2], AclOperation.READ, AclOperation.CREATE),
                    rights(user, ResourceType.GROUP, words[4], AclOperation.READ, AclOperation.ALTER_CONFIGS));
        } else if (verb.equals("watches") && words.length == 2) {
            return all(
                    topic(user, "*", AclOperation.DESCRIBE),
                    rights(user, ResourceType.GROUP, "*", AclOperation.DESCRIBE),
                    rights(user, ResourceType.CLUSTER, "kafka-cluster", AclOperation.DESCRIBE));
        } else if (verb.equals("watches") && grouped) {
            return watching(user, words[2], words[4]);
        } else if (verb.equals("redrives") && grouped) {
            return all(
                    watching(user, words[2], words[4]),
                    topic(user, words[2], AclOperation.WRITE),
                    topic(user, words[2] + "." + words[4] + ".dlt", AclOperation.READ),
                    rights(user, ResourceType.GROUP, words[4] + "-look", AclOperation.READ),
                    rights(user, ResourceType.GROUP, words[4] + "-redrive", AclOperation.READ));
        }
        throw new IllegalArgumentException("rights: what does this line mean? " + line);
    }

    private static Set<AclBinding> watching(String user, String topic, String group) {
        return all(
                topic(user, topic, AclOperation.DESCRIBE),
                rights(user, ResourceType.GROUP, group, AclOperation.DESCRIBE));
    }

    private static Set<AclBinding> topic(String user, String topic, AclOperation... operations) {
        return rights(user, ResourceType.TOPIC, topic, operations);
    }

    private static Set<AclBinding> rights(String user, ResourceType type, String name, AclOperation... operations) {
        ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
        return List.of(operations).stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @SafeVarargs
    private static Set<AclBinding> all(Set<AclBinding>... sets) {
        Set<AclBinding> all = new LinkedHashSet<>();
        List.of(sets).forEach(all::addAll);
        return all;
    }
}
