variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "otelcol") ? [] : ["otelcol"]
  home    = try(var.release.tools.otelcol, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/collector"
  # The queue and how far each log was read; and where this machine's client keeps its allocations.
  volumes = var.site.host_volumes ? { collector = "/data", allocations = "/allocations" } : {}
}

# One on every machine: it reads the logs of that machine's allocations and asks that machine's servers.
job "collector" {
  datacenters = var.site.datacenters
  type        = "system"

  meta {
    needs = "elasticsearch,kafka,postgresql,redis,redis-state"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "2s"
    healthy_deadline = "1m"
  }

  group "collector" {
    network {
      port "http" {}
    }

    service {
      name     = "collector"
      port     = "http"
      provider = "consul"

      check {
        type     = "tcp"
        interval = "5s"
        timeout  = "2s"
      }
    }

    dynamic "volume" {
      for_each = local.volumes
      labels   = [volume.key]
      content {
        type      = "host"
        source    = volume.key
        read_only = volume.key == "allocations"
      }
    }

    restart {
      attempts = 5
      interval = "5m"
      delay    = "5s"
      mode     = "delay"
    }

    task "collector" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "15s"

      config {
        command = "${local.home}/otelcol"
        # Without the gate lines would be in its memory alone when it has noted that it read them.
        args = ["--config", "$${NOMAD_SECRETS_DIR}/collector.yml", "--feature-gates", "stanza.synchronousLogEmitter"]
      }

      env {
        GOGC        = "40"
        GOMEMLIMIT  = "${floor(var.site.resources.collector.memory * 0.6)}MiB"
        GOMAXPROCS  = "1"
        ALLOCATIONS = var.site.host_volumes ? "/allocations" : "$${NOMAD_ALLOC_DIR}/../.."
        STATE       = local.data
        LOG_DAYS    = var.site.logs.days
        LOG_BYTES   = var.site.logs.bytes
        LOG_QUEUE   = var.site.logs.queue
      }

      artifact {
        source      = "${var.release.artifacts_url}/collector-${var.release.version}.tar.gz"
        destination = "local/collector"
        options {
          checksum = "sha256:${var.release.sha256["collector"]}"
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
          volume      = volume_mount.key
          destination = volume_mount.value
          read_only   = volume_mount.key == "allocations"
        }
      }

      template {
        source      = "local/collector/collector.yml.tpl"
        destination = "secrets/collector.yml"
        perms       = "600"
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }
      }

      resources {
        cpu    = var.site.resources.collector.cpu
        memory = var.site.resources.collector.memory
      }
    }
  }
}
