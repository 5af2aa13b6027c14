# The agent of every machine that is not a server: what runs there registers with it and asks it.
datacenter  = "dc1"
data_dir    = "/var/lib/consul"
server      = false
retry_join  = ["consul-1.internal", "consul-2.internal", "consul-3.internal"]
bind_addr   = "{{ GetPrivateIP }}"
client_addr = "127.0.0.1"

ports {
  http     = 8500
  grpc     = -1
  grpc_tls = -1
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
    verify_outgoing = true
  }

  internal_rpc {
    verify_server_hostname = true
  }
}

# The servers issue and renew this agent's certificate.
auto_encrypt {
  tls = true
}

telemetry {
  prometheus_retention_time = "1h"
  disable_hostname          = true
}

encrypt_verify_incoming = true
encrypt_verify_outgoing = true

# A machine that goes down on purpose leaves, so that nobody is sent to it.
leave_on_terminate   = true
disable_update_check = true
