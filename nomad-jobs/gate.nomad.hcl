variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms32m", "-Xmx${var.site.resources.gate.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError",
  ])
}

job "gate" {
  datacenters = var.site.datacenters

  meta {
    needs = "redis,redis-state,keycloak"
    pack  = "gate"
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

  group "gate" {
    count = var.site.count.gate

    network {
      port "http" {}
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what gate enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "gate"
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

    task "gate" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/gate/gate.jar"
          jvm_options = local.jvm
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/gate/gate.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "gate-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        PUBLIC_URL      = var.release.public_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        OIDC_CLIENT     = "matinee-gate"
        OPERATOR_DOMAIN = var.site.operator_domain
        RATE_MEMBER     = var.site.rate.member
        RATE_UPLOAD     = var.site.rate.upload
        RATE_COMMENT    = var.site.rate.comment
        RATE_LOGIN      = var.site.rate.login
        RATE_SIGNUP     = var.site.rate.signup
      }

      artifact {
        source      = "${var.release.artifacts_url}/gate-${var.release.version}.tar.gz"
        destination = "local/gate"
        options {
          checksum = "sha256:${var.release.sha256["gate"]}"
        }
      }

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/gate.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/gate" -}}
          REDIS_PASSWORD={{ .redis_password }}
          STATE_PASSWORD={{ .state_password }}
          OIDC_SECRET={{ .client_secret }}
          {{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          REDIS_URL={{ with service "redis|any" }}{{ with index . 0 }}redis://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
          STATE_URL={{ with service "redis-state|any" }}{{ with index . 0 }}redis://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
          AUTH_JWKS={{ with service "keycloak|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs{{ end }}{{ end }}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      resources {
        cpu    = var.site.resources.gate.cpu
        memory = var.site.resources.gate.memory
      }
    }
  }
}
