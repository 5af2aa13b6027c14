# A machine that runs jobs. What differs by machine lies beside this file in /etc/nomad.d: its host volumes
# (client { host_volume "postgresql" { path = "/srv/postgresql" } }) and Consul's token.
datacenter = "dc1"
data_dir   = "/var/lib/nomad"
bind_addr  = "{{ GetPrivateIP }}"

client {
  enabled = true

  options = {
    # Everything runs in a chroot as a user without rights; raw_exec stays off, as it is unless a plugin block turns it on.
    "driver.allowlist" = "exec,java"

    # Plain machines have no cloud's metadata address to ask.
    "fingerprint.denylist" = "env_aws,env_gce,env_azure,env_digitalocean"
  }

  # What each chroot holds: the libraries, a shell with its tools, the JDK, names and certificates; not the whole system.
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

  # A restarting agent must not take what it runs with it; a machine that leaves is drained first.
  drain_on_shutdown {
    deadline           = "5m"
    ignore_system_jobs = true
  }

  # The gateway alone binds a port that the world knows.
  min_dynamic_port = 20000
  max_dynamic_port = 32000
}

acl {
  enabled = true
}

tls {
  http                   = true
  rpc                    = true
  ca_file                = "/etc/nomad.d/tls/ca.pem"
  cert_file              = "/etc/nomad.d/tls/client.pem"
  key_file               = "/etc/nomad.d/tls/client-key.pem"
  verify_server_hostname = true
  verify_https_client    = true
}

consul {
  address = "127.0.0.1:8500"
}

telemetry {
  prometheus_metrics         = true
  publish_allocation_metrics = true
  publish_node_metrics       = true
}

disable_update_check = true
