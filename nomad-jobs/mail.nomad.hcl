variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "maildev") ? [] : ["maildev"]
  home    = try(var.release.tools.maildev, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/mail"
  volumes = var.site.host_volumes ? ["mail"] : []
  node    = try(var.release.tools.node, "/usr/bin")
  domain  = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
}

job "mail" {
  datacenters = var.site.datacenters

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "mail" {
    shutdown_delay = "1s"

    network {
      port "http" {}
      port "smtp" {}
    }

    service {
      name     = "mail"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.mail.rule=Host(`mail.${local.domain}`)",
        "traefik.http.routers.mail.priority=1000",
        "traefik.http.routers.mail.middlewares=operator@file",
      ]

      check {
        type     = "http"
        path     = "/api/healthz"
        interval = "3s"
        timeout  = "2s"
      }
    }

    service {
      name     = "mail-smtp"
      port     = "smtp"
      provider = "consul"

      check {
        type     = "tcp"
        interval = "5s"
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

    task "mail" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "15s"

      config {
        command = "${local.node}/node"
        args = [
          "${local.home}/node_modules/maildev/dist/bin/maildev.js",
          "--ip", "$${NOMAD_IP_smtp}", "--smtp", "$${NOMAD_PORT_smtp}",
          "--web-ip", "$${NOMAD_IP_http}", "--web", "$${NOMAD_PORT_http}",
          "--mail-directory", local.data, "--max-emails", "500",
        ]
      }

      env {
        NODE_OPTIONS = "--max-old-space-size=64"
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

      resources {
        cpu    = var.site.resources.mail.cpu
        memory = var.site.resources.mail.memory
      }
    }
  }
}
