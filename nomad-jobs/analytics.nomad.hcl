variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/analytics"
  volumes = var.site.host_volumes ? ["analytics"] : []
  # Where S3 is asked nothing of, it may move without a restart.
  s3 = var.site.lake == "" ? "" : "S3_ENDPOINT={{ with service \"seaweedfs|any\" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}"
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms32m", "-Xmx${var.site.resources.analytics.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED",
  ])
}

job "analytics" {
  datacenters = var.site.datacenters

  meta {
    needs = var.site.lake == "" ? "kafka,keycloak" : "kafka,keycloak,seaweedfs"
    pack  = "analytics"
  }

  # A new instance counts as healthy when it has been ready for a while; one that crashes again and again never is.
  update {
    max_parallel      = 1
    canary            = 1
    auto_promote      = true
    auto_revert       = true
    health_check      = "checks"
    min_healthy_time  = "5s"
    healthy_deadline  = "4m"
    progress_deadline = "5m"
  }

  group "analytics" {
    count = var.site.count.analytics

    network {
      port "http" {}
    }

    dynamic "volume" {
      for_each = local.volumes
      labels   = ["data"]
      content {
        type   = "host"
        source = volume.value
      }
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what analytics enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "analytics"
      port     = "http"
      provider = "nomad"

      check {
        type     = "http"
        path     = "/observe/health/ready"
        interval = "3s"
        timeout  = "2s"
      }
    }

    # A peer that is away for minutes makes it start again and again, slowly, for as long as that takes.
    restart {
      attempts = 6
      interval = "5m"
      delay    = "3s"
      mode     = "delay"
    }

    reschedule {
      delay          = "10s"
      delay_function = "exponential"
      max_delay      = "5m"
      attempts       = 10
      interval       = "6h"
      unlimited      = false
    }

    task "analytics" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/analytics/analytics.jar"
          jvm_options = local.jvm
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/analytics/analytics.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "analytics-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        KAFKA_USER      = "analytics"
        WAREHOUSE_DIR   = local.data
        LAKE_BUCKET     = var.site.lake
        S3_ACCESS       = "analytics"
        S3_REGION       = "us-east-1"
        ENGINE_MEMORY   = var.site.resources.analytics.engine
      }

      dynamic "volume_mount" {
        for_each = local.volumes
        content {
          volume      = "data"
          destination = "/data"
        }
      }

      artifact {
        source      = "${var.release.artifacts_url}/analytics-${var.release.version}.tar.gz"
        destination = "local/analytics"
        options {
          checksum = "sha256:${var.release.sha256["analytics"]}"
        }
      }

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/analytics.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/analytics" -}}
          KAFKA_PASSWORD={{ .kafka_password }}
          ANALYTICS_KEY={{ .analytics_key }}
          S3_SECRET={{ .s3_secret }}
          {{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          KAFKA_BOOTSTRAP={{ range $i, $broker := service "kafka|any" }}{{ if $i }},{{ end }}{{ .Address }}:{{ .Port }}{{ end }}
          AUTH_JWKS={{ with service "keycloak|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs{{ end }}{{ end }}
          ${local.s3}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      resources {
        cpu    = var.site.resources.analytics.cpu
        memory = var.site.resources.analytics.memory
      }
    }
  }
}
