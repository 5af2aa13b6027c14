variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "nginx") ? [] : ["nginx"]
  home    = try(var.release.tools.nginx, "$${NOMAD_TASK_DIR}/tool")
  # Everywhere but where the tool cache has no collector.
  shippers  = length(keys(var.release.tools)) == 0 || contains(keys(var.release.tools), "otelcol") ? ["shipper"] : []
  shipped   = contains(keys(var.release.tools), "otelcol") ? [] : ["otelcol"]
  collector = try(var.release.tools.otelcol, "$${NOMAD_TASK_DIR}/tool")
}

job "cdn" {
  datacenters = var.site.datacenters

  meta {
    needs = "seaweedfs"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "cdn" {
    count          = var.site.count.cdn
    shutdown_delay = "1s"

    network {
      port "http" {}
      # nginx asks itself here, on loopback, whether a token opens what it is for.
      port "access" {}
    }

    service {
      name     = "cdn"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        # A media path may carry a token, so the CDN, which masks it, logs it and not the gateway.
        "traefik.http.routers.media.rule=PathPrefix(`/media/`)",
        "traefik.http.routers.media.middlewares=web@file",
        "traefik.http.routers.media.observability.accesslogs=false",
        "traefik.http.routers.media.observability.tracing=false",
        "traefik.http.routers.web.rule=PathPrefix(`/`)",
        "traefik.http.routers.web.priority=1",
        "traefik.http.routers.web.middlewares=web@file",
        "traefik.http.routers.embed.rule=PathRegexp(`^/embed/[0-9a-f-]{36}$`)",
        "traefik.http.routers.embed.middlewares=embed@file",
      ]

      check {
        type     = "http"
        path     = "/observe/health/live"
        interval = "2s"
        timeout  = "1s"
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

    task "cdn" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGQUIT"
      kill_timeout = "20s"

      config {
        command = "${local.home}/nginx"
        args    = ["-p", "$${NOMAD_TASK_DIR}/cdn/", "-c", "$${NOMAD_TASK_DIR}/cdn/nginx.conf", "-e", "stderr"]
      }

      env {
        CDN_ADDRESS    = "$${NOMAD_IP_http}"
        CDN_WORKERS    = var.site.cdn.workers
        CDN_CACHE_SIZE = var.site.cdn.cache
        CDN_MODULES    = length(local.fetched) == 0 ? "/usr/lib/nginx/modules" : "${local.home}/modules"
        # Only where the client runs everything as root is there a user to choose.
        CDN_USER = length(var.release.unprivileged) == 0 ? "" : "root"
      }

      artifact {
        source      = "${var.release.artifacts_url}/cdn-${var.release.version}.tar.gz"
        destination = "local/cdn"
        options {
          checksum = "sha256:${var.release.sha256["cdn"]}"
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

      template {
        source        = "local/cdn/nginx.conf.tpl"
        destination   = "local/cdn/nginx.conf"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      template {
        source        = "local/cdn/keys.conf.tpl"
        destination   = "secrets/keys.conf"
        perms         = "600"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      resources {
        cpu    = var.site.resources.cdn.cpu
        memory = var.site.resources.cdn.memory
      }
    }

    # Takes the access log to Kafka. It begins after nginx and ends after it, and whatever becomes of it does nothing to nginx.
    dynamic "task" {
      for_each = local.shippers
      labels   = [task.value]
      content {
        driver         = var.site.driver
        user           = var.site.user
        kill_signal    = "SIGTERM"
        kill_timeout   = "10s"
        shutdown_delay = "2s"

        lifecycle {
          hook    = "poststart"
          sidecar = true
        }

        restart {
          attempts = 5
          interval = "5m"
          delay    = "5s"
          mode     = "delay"
        }

        config {
          command = "${local.collector}/otelcol"
          # Without the gate lines would be in its memory alone when it has noted that it read them.
          args = ["--config", "$${NOMAD_SECRETS_DIR}/shipper.yml", "--feature-gates", "stanza.synchronousLogEmitter"]
        }

        env {
          GOGC       = "40"
          GOMEMLIMIT = "40MiB"
          GOMAXPROCS = "1"
        }

        artifact {
          source      = "${var.release.artifacts_url}/cdn-${var.release.version}.tar.gz"
          destination = "local/cdn"
          options {
            checksum = "sha256:${var.release.sha256["cdn"]}"
          }
        }

        dynamic "artifact" {
          for_each = local.shipped
          content {
            source      = "${var.release.artifacts_url}/tools/${artifact.value}.tar.gz"
            destination = "local/tool"
            options {
              checksum = "sha256:${var.release.sha256["tools/${artifact.value}"]}"
            }
          }
        }

        template {
          source      = "local/cdn/shipper.yml.tpl"
          destination = "secrets/shipper.yml"
          perms       = "600"
          change_mode = "restart"

          wait {
            min = "2s"
            max = "15s"
          }
        }

        resources {
          cpu    = 20
          memory = 80
        }
      }
    }
  }
}
