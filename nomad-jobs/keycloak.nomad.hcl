variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "keycloak") ? [] : ["keycloak"]
  home    = try(var.release.tools.keycloak, "$${NOMAD_TASK_DIR}/tool")
  # In development the build outlives the allocation, which saves ten seconds at each start.
  work = var.site.host_volumes ? "$${NOMAD_TASK_DIR}/work" : "${var.release.data_dir}/keycloak"
  # With the port, where the public address has one.
  operators = var.site.operator_domain == "" ? split("://", var.release.public_url)[1] : var.site.operator_domain

  mail_found = "{{ with service `mail-smtp|any` }}{{ with index . 0 }}{{ .Address }}:{{ .Port }}{{ end }}{{ end }}"
}

job "keycloak" {
  datacenters = var.site.datacenters

  meta {
    needs = "postgresql"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "5s"
    healthy_deadline = "4m"
    auto_revert      = true
  }

  group "keycloak" {
    count          = 1
    shutdown_delay = "2s"

    network {
      port "http" {}
      port "management" {}
    }

    service {
      name     = "keycloak"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.services.keycloak.loadbalancer.serverstransport=login@file",
        # The administration console and its API are for operators; the path of the realm that rules the others too.
        "traefik.http.routers.keycloak.rule=PathPrefix(`/auth/realms/matinee`)",
        "traefik.http.routers.keycloak.entrypoints=web",
        "traefik.http.routers.keycloak.middlewares=login@file",
        # The form of a new user, sent: counted apart from logins.
        "traefik.http.routers.keycloak-sign-up.rule=Path(`/auth/realms/matinee/login-actions/registration`) && Method(`POST`)",
        "traefik.http.routers.keycloak-sign-up.entrypoints=web",
        "traefik.http.routers.keycloak-sign-up.priority=300",
        "traefik.http.routers.keycloak-sign-up.middlewares=sign-up@file",
        # Files of the pages, the issuer's document and its keys: nobody logs in by them.
        "traefik.http.routers.keycloak-assets.rule=PathPrefix(`/auth/resources`) || Path(`/auth/realms/matinee/.well-known/openid-configuration`) || Path(`/auth/realms/matinee/protocol/openid-connect/certs`)",
        "traefik.http.routers.keycloak-assets.entrypoints=web",
        "traefik.http.routers.keycloak-assets.priority=200",
        "traefik.http.routers.keycloak-assets.middlewares=login-assets@file",
      ]

      meta {
        metrics = "${NOMAD_PORT_management}"
      }

      check {
        type     = "http"
        port     = "management"
        path     = "/health/ready"
        interval = "3s"
        timeout  = "3s"
      }
    }

    restart {
      attempts = 5
      interval = "15m"
      delay    = "5s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 3
      interval  = "1h"
      delay     = "15s"
      unlimited = false
    }

    task "keycloak" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/keycloak/start.sh"]
      }

      env {
        JAVA_HOME = var.release.java_home
        JAVA_OPTS = "-Xms64m -Xmx${var.site.resources.keycloak.heap}m -XX:MaxMetaspaceSize=192m -XX:+UseSerialGC ${var.site.jvm} -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8"
        # The bundled ByteBuddy does not know JDK 25 yet.
        JAVA_OPTS_APPEND = "-Dnet.bytebuddy.experimental=true"
        KEYCLOAK_HOME    = local.home
        KEYCLOAK_WORK    = local.work

        KC_HOSTNAME                     = "${var.release.public_url}/auth"
        KC_HOSTNAME_BACKCHANNEL_DYNAMIC = "true"
        KC_HTTP_ENABLED                 = "true"
        KC_HTTP_HOST                    = "$${NOMAD_IP_http}"
        KC_HTTP_PORT                    = "$${NOMAD_PORT_http}"
        KC_HTTP_MANAGEMENT_PORT         = "$${NOMAD_PORT_management}"
        KC_PROXY_HEADERS                = "xforwarded"
        KC_CACHE                        = "local" # one instance; sessions are in the database and outlive it
        KC_DB_USERNAME                  = "keycloak"
        KC_DB_POOL_INITIAL_SIZE         = "2"
        KC_DB_POOL_MAX_SIZE             = "20"
        KC_LOG_LEVEL                    = "INFO"
        KC_BOOTSTRAP_ADMIN_USERNAME     = "admin"

        MATINEE_DEMO            = "${var.site.demo}"
        MATINEE_PASSWORD_GRANT  = "${var.site.demo}"
        MATINEE_PUBLIC_URL      = var.release.public_url
        MATINEE_OPERATOR_SCHEME = split("://", var.release.public_url)[0]
        MATINEE_OPERATOR_DOMAIN = var.site.operator_domain == "" ? split("://", var.release.public_url)[1] : var.site.operator_domain
      }

      artifact {
        source      = "${var.release.artifacts_url}/keycloak-${var.release.version}.tar.gz"
        destination = "local/keycloak"
        options {
          checksum = "sha256:${var.release.sha256["keycloak"]}"
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
        destination = "secrets/keycloak.env"
        env         = true
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/keycloak" -}}
          KC_DB_PASSWORD={{ .db_password }}
          KC_BOOTSTRAP_ADMIN_PASSWORD={{ .admin_password }}
          MATINEE_SERVICES_SECRET={{ .services_client }}
          MATINEE_GATE_SECRET={{ .gate_client }}
          MATINEE_OPS_SECRET={{ .ops_client }}
          MATINEE_DEMO_PASSWORD={{ .demo_password }}
          {{ end -}}
          {{ range service "postgresql|any" }}KC_DB_URL=jdbc:postgresql://{{ .Address }}:{{ .Port }}/keycloak
          {{ end -}}
        EOT
      }

      resources {
        cpu    = var.site.resources.keycloak.cpu
        memory = var.site.resources.keycloak.memory
      }
    }

    task "settle" {
      driver = var.site.driver
      user   = var.site.user

      lifecycle {
        hook    = "poststart"
        sidecar = true
      }

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/keycloak/settle.sh"]
      }

      env {
        JAVA_HOME                   = var.release.java_home
        KEYCLOAK_HOME               = local.home
        SETTLED                     = var.site.host_volumes ? "$${NOMAD_TASK_DIR}" : local.work
        MAIL_FROM                   = var.site.mail.from
        MAIL_STARTTLS               = "${var.site.mail.starttls}"
        MATINEE_PUBLIC_URL          = var.release.public_url
        MATINEE_OPERATOR_SCHEME     = split("://", var.release.public_url)[0]
        MATINEE_OPERATOR_DOMAIN     = local.operators
        KC_BOOTSTRAP_ADMIN_USERNAME = "admin"
      }

      artifact {
        source      = "${var.release.artifacts_url}/keycloak-${var.release.version}.tar.gz"
        destination = "local/keycloak"
        options {
          checksum = "sha256:${var.release.sha256["keycloak"]}"
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
        destination = "secrets/settle.env"
        env         = true
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/keycloak" -}}
          KC_BOOTSTRAP_ADMIN_PASSWORD={{ .admin_password }}
          MATINEE_OPS_SECRET={{ .ops_client }}
          GRAFANA_SECRET=${var.site.grafana ? "{{ .grafana_client }}" : ""}
          {{ end -}}
          MAIL_SERVER=${var.site.mail.host == "" ? local.mail_found : "${var.site.mail.host}:${var.site.mail.port}"}
        EOT
      }

      resources {
        cpu    = 20
        memory = 128
      }
    }
  }
}
