# One machine: server and client in one agent, reachable from this machine only.
datacenter = "dc1"
name       = "dev"
bind_addr  = "127.0.0.1"
log_level  = "INFO"

# Bound to loopback, an agent finds no address to tell the others; there are no others.
advertise {
  http = "127.0.0.1"
  rpc  = "127.0.0.1"
  serf = "127.0.0.1"
}

server {
  enabled          = true
  bootstrap_expect = 1
  raft_multiplier  = 1
}

client {
  enabled = true

  # Dynamic ports are opened, and told to Consul, on loopback.
  network_interface = "lo"

  options = {
    # The cloud fingerprinters ask a metadata address that is not there, and fail the client where AWS_CA_BUNDLE is set.
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean"
    "driver.denylist"      = "docker,qemu,mock_driver"
  }

  # What the exec and java drivers copy into each allocation, as in production (prod/client.hcl).
  chroot_env = {
    "/bin"               = "/bin"
    "/lib"               = "/lib"
    "/lib64"             = "/lib64"
    "/usr/bin"           = "/usr/bin"
    "/usr/sbin/nginx"    = "/usr/sbin/nginx"
    "/usr/lib"           = "/usr/lib"
    "/usr/share/nginx"   = "/usr/share/nginx"
    "/etc/ld.so.cache"   = "/etc/ld.so.cache"
    "/etc/ld.so.conf"    = "/etc/ld.so.conf"
    "/etc/ld.so.conf.d"  = "/etc/ld.so.conf.d"
    "/etc/alternatives"  = "/etc/alternatives"
    "/etc/passwd"        = "/etc/passwd"
    "/etc/group"         = "/etc/group"
    "/etc/nsswitch.conf" = "/etc/nsswitch.conf"
    "/etc/resolv.conf"   = "/etc/resolv.conf"
    "/etc/hosts"         = "/etc/hosts"
    "/etc/ssl"           = "/etc/ssl"
  }

  gc_max_allocs = 200
}

plugin "raw_exec" {
  config {
    enabled = true
  }
}

consul {
  address = "127.0.0.1:8500"
}

disable_update_check = true

telemetry {
  prometheus_metrics         = true
  publish_allocation_metrics = true
  publish_node_metrics       = true
}
