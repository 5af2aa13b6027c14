# One of three servers. What differs by machine or is secret lies beside this file in /etc/consul.d.
datacenter       = "dc1"
data_dir         = "/var/lib/consul"
server           = true
bootstrap_expect = 3
retry_join       = ["consul-1.internal", "consul-2.internal", "consul-3.internal"]

# The private network for the other agents; programs on this machine ask on loopback.
bind_addr   = "{{ GetPrivateIP }}"
client_addr = "127.0.0.1"

ports {
  http     = 8500
  https    = 8501
  grpc     = -1
  grpc_tls = -1
  serf_wan = -1
}

ui_config {
  enabled = true
}

connect {
  enabled = false
}

acl {
  enabled                  = true
  default_policy           = "deny"
  down_policy              = "extend-cache"
  enable_token_persistence = true
}

tls {
  defaults {
    ca_file         = "/etc/consul.d/tls/ca.pem"
    cert_file       = "/etc/consul.d/tls/server.pem"
    key_file        = "/etc/consul.d/tls/server-key.pem"
    verify_incoming = true
    verify_outgoing = true
  }

  # Without it any client with a certificate could pose as a server.
  internal_rpc {
    verify_server_hostname = true
  }

  # Programs on the machine speak plain HTTP on loopback, with a token.
  https {
    verify_incoming = false
  }
}

auto_encrypt {
  allow_tls = true
}

telemetry {
  prometheus_retention_time = "1h"
  disable_hostname          = true
}

# The gossip key turns these on; a server that has none must not come up unencrypted unnoticed.
encrypt_verify_incoming = true
encrypt_verify_outgoing = true

limits {
  http_max_conns_per_client = 500
}

disable_update_check = true
