import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * Brings the services' users up to the Nomad Variable: a first start made them already, a later one finds new services and
 * new passwords here. Run from its source by users.sh, since Kafka's own command for it is in none of the broker's jars.
 *
 * <p>Arguments: the broker's address, the properties to reach it with, and a file of lines "user password".
 */
final class Users {
    private static final int ITERATIONS = 4096;

    private Users() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[1]))) {
            properties.load(in);
        }
        properties.put("bootstrap.servers", arguments[0]);
        properties.put("default.api.timeout.ms", "120000");
        try (Admin admin = Admin.create(properties)) {
            admin.alterUserScramCredentials(wanted(Path.of(arguments[2]))).all().get(120, TimeUnit.SECONDS);
        }
    }

    private static List<UserScramCredentialAlteration> wanted(Path file) throws IOException {
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
}
