# One of three servers. What is secret lies beside this file in /etc/nomad.d: the gossip key (server { encrypt = "…" })
# and Consul's token (consul { token = "…" }).
datacenter = "dc1"
data_dir   = "/var/lib/nomad"
bind_addr  = "{{ GetPrivateIP }}"

server {
  enabled          = true
  bootstrap_expect = 3
}

acl {
  enabled = true
}

tls {
  http                   = true
  rpc                    = true
  ca_file                = "/etc/nomad.d/tls/ca.pem"
  cert_file              = "/etc/nomad.d/tls/server.pem"
  key_file               = "/etc/nomad.d/tls/server-key.pem"
  verify_server_hostname = true
  verify_https_client    = true
}

# Servers and clients find each other in Consul.
consul {
  address = "127.0.0.1:8500"
}

telemetry {
  prometheus_metrics = true
}

disable_update_check = true
