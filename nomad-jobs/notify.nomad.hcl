variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms32m", "-Xmx${var.site.resources.notify.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError",
  ])
}

job "notify" {
  datacenters = var.site.datacenters

  meta {
    needs = "postgresql,kafka,keycloak,mail,catalog"
    pack  = "notify"
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

  group "notify" {
    count = var.site.count.notify

    network {
      port "http" {}
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what notify enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "notify"
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

    task "notify" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/notify/notify.jar"
          jvm_options = local.jvm
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/notify/notify.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "notify-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        PUBLIC_URL      = var.release.public_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        DB_USER         = "notify"
        KAFKA_USER      = "notify"
        MAIL_STARTTLS   = "${var.site.mail.starttls}"
        MAIL_FROM       = var.site.mail.from
        PUSH_CONTACT    = "mailto:${var.site.mail.from}"
        OUTSIDE_ALLOWED = var.site.outside_allowed
        STREAMS_ALL     = var.site.resources.notify.heap * 20 # as many as their heap has room for
      }

      artifact {
        source      = "${var.release.artifacts_url}/notify-${var.release.version}.tar.gz"
        destination = "local/notify"
        options {
          checksum = "sha256:${var.release.sha256["notify"]}"
        }
      }

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/notify.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/notify" -}}
          DB_PASSWORD={{ .db_password }}
          KAFKA_PASSWORD={{ .kafka_password }}
          AUTH_SECRET={{ .services_client }}
          NOTIFY_KEY={{ .notify_key }}
          {{ with .mail_user }}MAIL_USER={{ . }}
          {{ end }}{{ with .mail_password }}MAIL_PASSWORD={{ . }}
          {{ end }}{{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          DB_URL=jdbc:postgresql://{{ with service "postgresql|any" }}{{ with index . 0 }}{{ .Address }}:{{ .Port }}{{ end }}{{ end }}/notify
          CATALOG_URLS={{ range $i, $instance := service "catalog|any" }}{{ if $i }},{{ end }}http://{{ .Address }}:{{ .Port }}{{ end }}
          KAFKA_BOOTSTRAP={{ range $i, $broker := service "kafka|any" }}{{ if $i }},{{ end }}{{ .Address }}:{{ .Port }}{{ end }}
          {{ with service "keycloak|any" }}{{ with index . 0 -}}
          AUTH_JWKS=http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs
          AUTH_TOKENS=http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/token
          PEOPLE_URL=http://{{ .Address }}:{{ .Port }}/auth/admin/realms/matinee
          {{ end }}{{ end -}}
          {{ if eq "${var.site.mail.host}" "" }}{{ with service "mail-smtp|any" }}{{ with index . 0 -}}
          MAIL_HOST={{ .Address }}
          MAIL_PORT={{ .Port }}
          {{ end }}{{ end }}{{ else -}}
          MAIL_HOST=${var.site.mail.host}
          MAIL_PORT=${var.site.mail.port}
          {{ end -}}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      resources {
        cpu    = var.site.resources.notify.cpu
        memory = var.site.resources.notify.memory
      }
    }
  }
}
