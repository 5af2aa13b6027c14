package dev.matinee.kit.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One Nomad server as production has it, with TLS both ways and ACLs, but without a client: what is run stays pending.
 * Nothing of its work is left on the machine.
 */
public final class NomadServer extends TestServer {
    private static final Once<NomadServer> SHARED = new Once<>(NomadServer::started);

    private final Path program = Tools.nomad();
    private final int port = Ports.free();
    private final int rpcPort = Ports.free();
    private final int serfPort = Ports.free();
    private volatile String manager = "";

    private NomadServer() {
        super("nomad");
    }

    /** The one Nomad of this JVM, started on first use. */
    public static NomadServer shared() {
        return SHARED.get();
    }

    private static NomadServer started() {
        NomadServer server = new NomadServer();
        server.nomad("tls", "ca", "create");
        server.nomad("tls", "cert", "create", "-client");
        server.nomad("tls", "cert", "create", "-cli");
        Tools.write(server.home().resolve("agent.hcl"), """
                data_dir  = "%1$s/data"
                bind_addr = "127.0.0.1"
                log_level = "WARN"
                advertise {
                  http = "127.0.0.1"
                  rpc  = "127.0.0.1"
                  serf = "127.0.0.1"
                }
                ports {
                  http = %2$d
                  rpc  = %3$d
                  serf = %4$d
                }
                server {
                  enabled          = true
                  bootstrap_expect = 1
                  raft_multiplier  = 1
                }
                acl {
                  enabled = true
                }
                tls {
                  http                = true
                  rpc                 = false
                  ca_file             = "%1$s/nomad-agent-ca.pem"
                  cert_file           = "%1$s/global-client-nomad.pem"
                  key_file            = "%1$s/global-client-nomad-key.pem"
                  verify_https_client = true
                }
                disable_update_check = true
                """.formatted(
                        server.home(), server.port, server.rpcPort, server.serfPort));
        server.start();
        server.manager = secret(server.nomad("acl", "bootstrap", "-json"));
        return server;
    }

    /** {@code https://127.0.0.1:port}. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + port);
    }

    /** Whom to believe, in PEM. */
    public Path authority() {
        return home().resolve("nomad-agent-ca.pem");
    }

    /** What a program shows to be let in, in PEM. */
    public Path certificate() {
        return home().resolve("global-cli-nomad.pem");
    }

    /** Its key, in PEM. */
    public Path key() {
        return home().resolve("global-cli-nomad-key.pem");
    }

    /** What a command of {@code nomad} prints, run by who may do everything; one that fails is an exception. */
    public String nomad(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return Commands.run(
                home(),
                Map.of(
                        "NOMAD_ADDR", url().toString(),
                        "NOMAD_CACERT", authority().toString(),
                        "NOMAD_CLIENT_CERT", certificate().toString(),
                        "NOMAD_CLIENT_KEY", key().toString(),
                        "NOMAD_TOKEN", manager),
                command);
    }

    /** A token with the rights that production gives the job of that name. */
    public String tokenOf(String job) {
        nomad(
                "acl",
                "policy",
                "apply",
                job,
                ProjectFile.of("nomad-jobs/agent/prod/policies/" + job + ".hcl").toString());
        return secret(nomad("acl", "token", "create", "-type=client", "-policy=" + job, "-json"));
    }

    private static String secret(String token) {
        try {
            return new ObjectMapper().readTree(token).path("SecretID").asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no token: " + token, e);
        }
    }

    @Override
    List<String> command() {
        return List.of(program.toString(), "agent", "-config=" + home().resolve("agent.hcl"));
    }

    @Override
    boolean answers() {
        // Named, since it takes an input that is no terminal for a body to send.
        return nomad("operator", "api", "-X", "GET", "/v1/status/leader").contains(":");
    }
}
