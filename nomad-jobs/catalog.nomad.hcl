variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms32m", "-Xmx${var.site.resources.catalog.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError",
  ])
}

job "catalog" {
  datacenters = var.site.datacenters

  meta {
    needs = "postgresql,redis,kafka,keycloak"
    pack  = "catalog"
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

  group "catalog" {
    count = var.site.count.catalog

    network {
      port "http" {}
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what catalog enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "catalog"
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

    task "catalog" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/catalog/catalog.jar"
          jvm_options = local.jvm
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/catalog/catalog.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "catalog-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        PUBLIC_URL      = var.release.public_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        DB_USER         = "catalog"
        KAFKA_USER      = "catalog"
      }

      artifact {
        source      = "${var.release.artifacts_url}/catalog-${var.release.version}.tar.gz"
        destination = "local/catalog"
        options {
          checksum = "sha256:${var.release.sha256["catalog"]}"
        }
      }

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/catalog.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/catalog" -}}
          DB_PASSWORD={{ .db_password }}
          KAFKA_PASSWORD={{ .kafka_password }}
          REDIS_PASSWORD={{ .redis_password }}
          CDN_KEYS={{ .cdn_keys }}
          {{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          DB_URL=jdbc:postgresql://{{ with service "postgresql|any" }}{{ with index . 0 }}{{ .Address }}:{{ .Port }}{{ end }}{{ end }}/catalog
          REDIS_URL={{ with service "redis|any" }}{{ with index . 0 }}redis://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
          KAFKA_BOOTSTRAP={{ range $i, $broker := service "kafka|any" }}{{ if $i }},{{ end }}{{ .Address }}:{{ .Port }}{{ end }}
          AUTH_JWKS={{ with service "keycloak|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs{{ end }}{{ end }}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      resources {
        cpu    = var.site.resources.catalog.cpu
        memory = var.site.resources.catalog.memory
      }
    }
  }
}
