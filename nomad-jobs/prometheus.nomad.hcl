variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "prometheus") ? [] : ["prometheus"]
  home    = try(var.release.tools.prometheus, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/prometheus"
  volumes = var.site.host_volumes ? ["prometheus"] : []
  domain  = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
  url     = replace(var.release.public_url, "://${split(":", split("/", var.release.public_url)[2])[0]}", "://prometheus.${local.domain}")
}

job "prometheus" {
  datacenters = var.site.datacenters

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "prometheus" {
    shutdown_delay = "1s"

    network {
      port "http" {}
    }

    service {
      name     = "prometheus"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.prometheus.rule=Host(`prometheus.${local.domain}`)",
        "traefik.http.routers.prometheus.priority=1000",
        "traefik.http.routers.prometheus.middlewares=operator@file",
      ]

      check {
        type     = "http"
        path     = "/-/ready"
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
      delay    = "3s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 3
      interval  = "1h"
      delay     = "15s"
      unlimited = false
    }

    task "prometheus" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "${local.home}/prometheus"
        args = [
          "--config.file=$${NOMAD_SECRETS_DIR}/prometheus.yml",
          "--storage.tsdb.path=${local.data}",
          "--storage.tsdb.retention.time=${var.site.metrics_retention}",
          "--web.listen-address=$${NOMAD_ADDR_http}",
          "--web.external-url=${local.url}",
          "--web.route-prefix=/",
          "--log.level=warn",
        ]
      }

      env {
        CONSUL_ADDRESS = split("://", var.site.consul_url)[1]
        GOMEMLIMIT     = "${floor(var.site.resources.prometheus.memory * 0.8)}MiB"
      }

      artifact {
        source      = "${var.release.artifacts_url}/prometheus-${var.release.version}.tar.gz"
        destination = "local/prometheus"
        options {
          checksum = "sha256:${var.release.sha256["prometheus"]}"
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

      template {
        source        = "local/prometheus/prometheus.yml"
        destination   = "secrets/prometheus.yml"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      resources {
        cpu    = var.site.resources.prometheus.cpu
        memory = var.site.resources.prometheus.memory
      }
    }
  }
}
