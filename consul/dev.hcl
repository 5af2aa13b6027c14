# One machine: a server that is its own cluster, reachable from this machine only.
datacenter       = "dc1"
node_name        = "dev"
server           = true
bootstrap_expect = 1
bind_addr        = "127.0.0.1"
client_addr      = "127.0.0.1"
log_level        = "INFO"

ui_config {
  enabled = true
}

# A lone server has nobody to wait for: it elects itself at once instead of after seconds.
performance {
  raft_multiplier = 1
}

# Nothing here asks by DNS, by gRPC or from another datacenter, and each open port may be somebody else's.
ports {
  http     = 8500
  dns      = -1
  grpc     = -1
  grpc_tls = -1
  serf_wan = -1
}

connect {
  enabled = false
}

# A crashed agent must find the services it knew, a stopped one leaves nothing behind.
leave_on_terminate   = false
disable_update_check = true

telemetry {
  prometheus_retention_time = "1h"
  disable_hostname          = true
}
