variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  # Everywhere but where the tool cache has no collector.
  collectors = length(keys(var.release.tools)) == 0 || contains(keys(var.release.tools), "otelcol") ? ["otlp"] : []
  collect    = contains(keys(var.release.tools), "otelcol") ? [] : ["otelcol"]
  collector  = try(var.release.tools.otelcol, "$${NOMAD_TASK_DIR}/tool")
  fetched    = contains(keys(var.release.tools), "zipkin") ? [] : ["zipkin"]
  home       = try(var.release.tools.zipkin, "$${NOMAD_TASK_DIR}/tool")
  domain     = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
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
      port "otlp" {}
    }

    service {
      name     = "zipkin"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.zipkin.rule=Host(`zipkin.${local.domain}`)",
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

    # Where Traefik sends its spans: it speaks OTLP only, which Zipkin does not understand.
    dynamic "service" {
      for_each = local.collectors
      content {
        name     = "zipkin-otlp"
        port     = "otlp"
        provider = "consul"

        check {
          type     = "tcp"
          interval = "5s"
          timeout  = "2s"
        }
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
        args = concat(compact(split(" ", var.site.jvm)), [
          "-Xms32m", "-Xmx${var.site.resources.zipkin.heap}m", "-XX:+UseSerialGC",
          "-XX:MaxMetaspaceSize=96m", "-XX:+ExitOnOutOfMemoryError",
          "-jar", "${local.home}/zipkin.jar",
          "--armeria.ports[0].ip=$${NOMAD_IP_http}", "--armeria.ports[0].port=$${NOMAD_PORT_http}", "--armeria.ports[0].protocols[0]=http",
        ])
      }

      env {
        QUERY_PORT           = "$${NOMAD_PORT_http}"
        QUERY_TIMEOUT        = "10s"
        STORAGE_TYPE         = "mem"
        MEM_MAX_SPANS        = 12000
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

    dynamic "task" {
      for_each = local.collectors
      labels   = [task.value]
      content {
        driver       = var.site.driver
        user         = var.site.user
        kill_signal  = "SIGTERM"
        kill_timeout = "10s"

        config {
          command = "${local.collector}/otelcol"
          args    = ["--config", "$${NOMAD_TASK_DIR}/otelcol.yml"]
        }

        env {
          GOGC       = "40"
          GOMEMLIMIT = "40MiB"
          GOMAXPROCS = "1"
        }

        dynamic "artifact" {
          for_each = local.collect
          content {
            source      = "${var.release.artifacts_url}/tools/${artifact.value}.tar.gz"
            destination = "local/tool"
            options {
              checksum = "sha256:${var.release.sha256["tools/${artifact.value}"]}"
            }
          }
        }

        template {
          destination = "local/otelcol.yml"
          data        = <<-EOT
            receivers:
              otlp:
                protocols:
                  http:
                    endpoint: '{{ env "NOMAD_ADDR_otlp" }}'
            exporters:
              zipkin:
                endpoint: 'http://{{ env "NOMAD_ADDR_http" }}/api/v2/spans'
                sending_queue:
                  queue_size: 200
            service:
              telemetry:
                logs:
                  level: warn
                metrics:
                  level: none
              pipelines:
                traces:
                  receivers: [otlp]
                  exporters: [zipkin]
          EOT
        }

        resources {
          cpu    = 20
          memory = 64
        }
      }
    }
  }
}
