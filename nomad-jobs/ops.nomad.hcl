variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms16m", "-Xmx${var.site.resources.ops.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError",
  ])
  pages = ["consul", "nomad", "traefik", "zipkin", "prometheus", "alertmanager"]
}

job "ops" {
  datacenters = var.site.datacenters

  meta {
    needs = "kafka,keycloak,elasticsearch,prometheus,gate"
    pack  = "ops"
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

  group "ops" {
    count = var.site.count.ops

    network {
      port "http" {}
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what ops enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "ops"
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

    task "ops" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      identity {
        env = true
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/ops/ops.jar"
          jvm_options = local.jvm
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/ops/ops.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "ops-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        KAFKA_USER      = "ops"
        PUBLIC_URL      = var.release.public_url
        PAGES_DOMAIN    = var.site.operator_domain
        PAGES_NAMES     = join(",", concat(local.pages, var.site.mail.host == "" ? ["mail"] : []))
        # The agent of this machine; NOMAD_TOKEN, which says that this is ops, comes from the identity above.
        NOMAD_URL         = "${var.site.nomad_tls ? "https" : "http"}://$${attr.unique.advertise.address}"
        NOMAD_CA          = var.site.nomad_tls ? "$${NOMAD_SECRETS_DIR}/nomad_ca" : ""
        NOMAD_CERTIFICATE = var.site.nomad_tls ? "$${NOMAD_SECRETS_DIR}/nomad_certificate" : ""
        NOMAD_KEY         = var.site.nomad_tls ? "$${NOMAD_SECRETS_DIR}/nomad_key" : ""
      }

      artifact {
        source      = "${var.release.artifacts_url}/ops-${var.release.version}.tar.gz"
        destination = "local/ops"
        options {
          checksum = "sha256:${var.release.sha256["ops"]}"
        }
      }

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/ops.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/ops" -}}
          KAFKA_PASSWORD={{ .kafka_password }}
          AUTH_SECRET={{ .client_secret }}
          {{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          ELASTICSEARCH_URLS={{ range $i, $node := service "elasticsearch|any" }}{{ if $i }},{{ end }}http://{{ .Address }}:{{ .Port }}{{ end }}
          PROMETHEUS_URLS={{ range $i, $instance := service "prometheus|any" }}{{ if $i }},{{ end }}http://{{ .Address }}:{{ .Port }}{{ end }}
          GATE_URLS={{ range $i, $instance := service "gate|any" }}{{ if $i }},{{ end }}http://{{ .Address }}:{{ .Port }}{{ end }}
          KAFKA_BOOTSTRAP={{ range $i, $broker := service "kafka|any" }}{{ if $i }},{{ end }}{{ .Address }}:{{ .Port }}{{ end }}
          {{ with service "keycloak|any" }}{{ with index . 0 -}}
          AUTH_JWKS=http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs
          AUTH_TOKENS=http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/token
          USERS_URL=http://{{ .Address }}:{{ .Port }}/auth/admin/realms/matinee
          {{ end }}{{ end -}}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      # An operator puts these items there.
      dynamic "template" {
        for_each = var.site.nomad_tls ? ["nomad_ca", "nomad_certificate", "nomad_key"] : []
        content {
          destination = "secrets/${template.value}"
          data        = "{{ with nomadVar `nomad/jobs/ops` }}{{ .${template.value} }}{{ end }}"
          perms       = "600"
        }
      }

      resources {
        cpu    = var.site.resources.ops.cpu
        memory = var.site.resources.ops.memory
      }
    }
  }
}
