variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "zipkin") ? [] : ["zipkin"]
  home    = try(var.release.tools.zipkin, "$${NOMAD_TASK_DIR}/tool")
  domain  = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
}

job "zipkin" {
  datacenters = var.site.datacenters

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "zipkin" {
    shutdown_delay = "1s"

    network {
      port "http" {}
    }

    service {
      name     = "zipkin"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.zipkin.rule=Host(`zipkin.${local.domain}`) && !PathPrefix(`/api/gate/`)",
        "traefik.http.routers.zipkin.priority=1000",
        "traefik.http.routers.zipkin.middlewares=operator@file",
      ]

      check {
        type     = "http"
        path     = "/health"
        interval = "3s"
        timeout  = "2s"
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

    task "zipkin" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "15s"

      config {
        command = "${var.release.java_home}/bin/java"
        args = [
          "-Xms32m", "-Xmx${var.site.resources.zipkin.heap}m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
          "-XX:MaxMetaspaceSize=96m", "-XX:+ExitOnOutOfMemoryError",
          "-jar", "${local.home}/zipkin.jar",
          "--armeria.ports[0].ip=$${NOMAD_IP_http}", "--armeria.ports[0].port=$${NOMAD_PORT_http}", "--armeria.ports[0].protocols[0]=http",
        ]
      }

      env {
        QUERY_PORT           = "$${NOMAD_PORT_http}"
        QUERY_TIMEOUT        = "10s"
        STORAGE_TYPE         = "mem"
        MEM_MAX_SPANS        = 40000
        SELF_TRACING_ENABLED = false
        JAVA_TOOL_OPTIONS    = "--enable-native-access=ALL-UNNAMED"
        ARMERIA_IO_URING     = false
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

      resources {
        cpu    = var.site.resources.zipkin.cpu
        memory = var.site.resources.zipkin.memory
      }
    }
  }
}
