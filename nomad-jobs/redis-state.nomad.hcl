variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "redis") ? [] : ["redis"]
  home    = try(var.release.tools.redis, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/redis-state"
  volumes = var.site.host_volumes ? ["redis-state"] : []
}

job "redis-state" {
  datacenters = var.site.datacenters

  update {
    min_healthy_time = "2s"
    healthy_deadline = "1m"
    auto_revert      = true
  }

  group "redis-state" {
    shutdown_delay = "1s"

    network {
      port "redis" {}
    }

    service {
      name     = "redis-state"
      port     = "redis"
      provider = "consul"

      check {
        type     = "tcp"
        interval = "3s"
        timeout  = "2s"
      }
    }

    dynamic "volume" {
      for_each = local.volumes
      labels   = ["data"]
      content {
        type   = "host"
        source = volume.value
      }
    }

    restart {
      attempts = 5
      interval = "10m"
      delay    = "2s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 3
      interval  = "1h"
      delay     = "15s"
      unlimited = false
    }

    task "redis-state" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "15s"

      config {
        command = "/bin/sh"
        args    = ["-c", "mkdir -p ${local.data} && exec ${local.home}/redis-server \"$NOMAD_SECRETS_DIR/redis.conf\""]
      }

      artifact {
        source      = "${var.release.artifacts_url}/redis-${var.release.version}.tar.gz"
        destination = "local/redis"
        options {
          checksum = "sha256:${var.release.sha256["redis"]}"
        }
      }

      dynamic "artifact" {
        for_each = local.fetched
        content {
          source      = "${var.release.artifacts_url}/tools/${artifact.value}.tar.gz"
          destination = "local/tool"
          options {
            checksum = "sha256:${var.release.sha256["tools/${artifact.value}"]}"
          }
        }
      }

      dynamic "volume_mount" {
        for_each = local.volumes
        content {
          volume      = "data"
          destination = "/data"
        }
      }

      # Who may not come in any more, and who writes where: see redis/state.conf.
      template {
        destination = "secrets/redis.conf"
        data        = <<-EOT
          include {{ env "NOMAD_TASK_DIR" }}/redis/state.conf
          bind {{ env "NOMAD_IP_redis" }}
          port {{ env "NOMAD_PORT_redis" }}
          {{ with nomadVar "nomad/jobs/redis-state" }}requirepass {{ .password }}{{ end }}
          dir ${local.data}
          maxmemory ${var.site.redis_state_maxmemory}
        EOT
      }

      resources {
        cpu    = var.site.resources.redis-state.cpu
        memory = var.site.resources.redis-state.memory
      }
    }
  }
}
