variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "redis") ? [] : ["redis"]
  home    = try(var.release.tools.redis, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/redis"
  volumes = var.site.host_volumes ? ["redis"] : []
}

job "redis" {
  datacenters = var.site.datacenters

  update {
    min_healthy_time = "2s"
    healthy_deadline = "1m"
    auto_revert      = true
  }

  group "redis" {
    shutdown_delay = "1s"

    network {
      port "redis" {}
    }

    service {
      name     = "redis"
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

    task "redis" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "15s"

      config {
        command = "/bin/sh"
        args    = ["-c", "mkdir -p ${local.data} && exec ${local.home}/redis-server \"$NOMAD_SECRETS_DIR/redis.conf\""]
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

      # Everything in Redis can be made again, so it is bounded and forgets by age; sessions survive a restart.
      template {
        destination = "secrets/redis.conf"
        data        = <<-EOT
          bind {{ env "NOMAD_IP_redis" }}
          port {{ env "NOMAD_PORT_redis" }}
          {{ with nomadVar "nomad/jobs/redis" }}requirepass {{ .password }}{{ end }}
          dir ${local.data}
          maxmemory ${var.site.redis_maxmemory}
          maxmemory-policy volatile-lru
          save 300 1
          tcp-keepalive 60
          timeout 0
          notify-keyspace-events ""
        EOT
      }

      resources {
        cpu    = var.site.resources.redis.cpu
        memory = var.site.resources.redis.memory
      }
    }
  }
}
