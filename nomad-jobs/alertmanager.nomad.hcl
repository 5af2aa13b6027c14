variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "alertmanager") ? [] : ["alertmanager"]
  home    = try(var.release.tools.alertmanager, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/alertmanager"
  volumes = var.site.host_volumes ? ["alertmanager"] : []
  domain  = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
  url     = replace(var.release.public_url, "://${split(":", split("/", var.release.public_url)[2])[0]}", "://alertmanager.${local.domain}")
}

job "alertmanager" {
  datacenters = var.site.datacenters

  meta {
    needs = "mail"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "alertmanager" {
    shutdown_delay = "1s"

    network {
      port "http" {}
    }

    service {
      name     = "alertmanager"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.alertmanager.rule=Host(`alertmanager.${local.domain}`)",
        "traefik.http.routers.alertmanager.priority=1000",
        "traefik.http.routers.alertmanager.middlewares=operator@file",
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

    task "alertmanager" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "${local.home}/alertmanager"
        args = [
          "--config.file=$${NOMAD_SECRETS_DIR}/alertmanager.yml",
          "--storage.path=${local.data}",
          "--web.listen-address=$${NOMAD_ADDR_http}",
          "--web.external-url=${local.url}",
          "--web.route-prefix=/",
          # One instance has nobody to tell what it has sent.
          "--cluster.listen-address=",
          "--log.level=warn",
        ]
      }

      # What the template of its configuration asks for.
      env {
        MAIL_HOST     = var.site.mail.host
        MAIL_PORT     = var.site.mail.port
        MAIL_STARTTLS = var.site.mail.starttls
        MAIL_FROM     = var.site.mail.from
        ALERT_MAIL    = var.site.alerts.mail
        ALERT_WEBHOOK = var.site.alerts.webhook
        GOMEMLIMIT    = "${floor(var.site.resources.alertmanager.memory * 0.8)}MiB"
      }

      artifact {
        source      = "${var.release.artifacts_url}/alertmanager-${var.release.version}.tar.gz"
        destination = "local/alertmanager"
        options {
          checksum = "sha256:${var.release.sha256["alertmanager"]}"
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
        source        = "local/alertmanager/alertmanager.yml.tpl"
        destination   = "secrets/alertmanager.yml"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      resources {
        cpu    = var.site.resources.alertmanager.cpu
        memory = var.site.resources.alertmanager.memory
      }
    }
  }
}
