variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  home    = "$${NOMAD_TASK_DIR}/tool"
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/grafana"
  volumes = var.site.host_volumes ? ["grafana"] : []
  domain  = var.site.operator_domain == "" ? split(":", split("/", var.release.public_url)[2])[0] : var.site.operator_domain
  # Where nothing is fetched the job is only read.
  none   = "0000000000000000000000000000000000000000000000000000000000000000"
  issuer = "${var.release.public_url}/auth/realms/matinee/protocol/openid-connect"
  url    = replace(var.release.public_url, "://${split(":", split("/", var.release.public_url)[2])[0]}", "://grafana.${local.domain}")
}

# Where the vendor's package is: development has none, since no registry that it fetches from carries Grafana.
job "grafana" {
  datacenters = var.site.datacenters

  meta {
    optional = "true"
    needs    = "prometheus,keycloak"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "grafana" {
    shutdown_delay = "1s"

    network {
      port "http" {}
    }

    service {
      name     = "grafana"
      port     = "http"
      provider = "consul"

      tags = [
        "traefik.enable=true",
        "traefik.http.routers.grafana.rule=Host(`grafana.${local.domain}`)",
        "traefik.http.routers.grafana.priority=1000",
        "traefik.http.routers.grafana.middlewares=operator@file",
      ]

      check {
        type     = "http"
        path     = "/api/health"
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

    task "grafana" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "${local.home}/bin/grafana"
        args    = ["server", "--homepath=${local.home}"]
      }

      env {
        MATINEE_PUBLIC_URL = var.release.public_url

        GF_PATHS_DATA         = local.data
        GF_PATHS_PROVISIONING = "$${NOMAD_TASK_DIR}/provisioning"
        GF_LOG_MODE           = "console"
        GF_LOG_CONSOLE_FORMAT = "json"
        GF_LOG_LEVEL          = "warn"

        GF_SERVER_HTTP_ADDR = "$${NOMAD_IP_http}"
        GF_SERVER_HTTP_PORT = "$${NOMAD_PORT_http}"
        GF_SERVER_ROOT_URL  = local.url

        # Who may look is who has the role operator in Keycloak; nobody has a password here.
        GF_AUTH_DISABLE_LOGIN_FORM                 = "true"
        GF_AUTH_BASIC_ENABLED                      = "false"
        GF_AUTH_OAUTH_AUTO_LOGIN                   = "true"
        GF_AUTH_GENERIC_OAUTH_ENABLED              = "true"
        GF_AUTH_GENERIC_OAUTH_NAME                 = "Matinee"
        GF_AUTH_GENERIC_OAUTH_CLIENT_ID            = "matinee-grafana"
        GF_AUTH_GENERIC_OAUTH_SCOPES               = "openid profile matinee"
        GF_AUTH_GENERIC_OAUTH_USE_PKCE             = "true"
        GF_AUTH_GENERIC_OAUTH_USE_REFRESH_TOKEN    = "true"
        GF_AUTH_GENERIC_OAUTH_AUTH_URL             = "${local.issuer}/auth"
        GF_AUTH_GENERIC_OAUTH_TOKEN_URL            = "${local.issuer}/token"
        GF_AUTH_GENERIC_OAUTH_API_URL              = "${local.issuer}/userinfo"
        GF_AUTH_GENERIC_OAUTH_LOGIN_ATTRIBUTE_PATH = "preferred_username"
        # There is no mail in what Keycloak says of somebody here.
        GF_AUTH_GENERIC_OAUTH_EMAIL_ATTRIBUTE_PATH  = "sub"
        GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH   = "contains(realm_access.roles[*], 'operator') && 'Admin' || 'None'"
        GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_STRICT = "true"
        GF_AUTH_GENERIC_OAUTH_SIGNOUT_REDIRECT_URL  = "${local.issuer}/logout"

        GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION = "true"
        GF_SECURITY_COOKIE_SECURE                  = "${split("://", var.release.public_url)[0] == "https"}"
        GF_ANALYTICS_REPORTING_ENABLED             = "false"
        GF_ANALYTICS_CHECK_FOR_UPDATES             = "false"
        GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES      = "false"
        GF_NEWS_NEWS_FEED_ENABLED                  = "false"
        GF_UNIFIED_ALERTING_ENABLED                = "false"
      }

      artifact {
        source      = "${var.release.artifacts_url}/grafana-${var.release.version}.tar.gz"
        destination = "local/grafana"
        options {
          checksum = "sha256:${var.release.sha256["grafana"]}"
        }
      }

      # The vendor's archive, with the plugin yesoreyeram-infinity-datasource in data/plugins for the warehouse.
      artifact {
        source      = "${var.release.artifacts_url}/tools/grafana.tar.gz"
        destination = "local/tool"
        options {
          checksum = "sha256:${try(var.release.sha256["tools/grafana"], local.none)}"
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
        source      = "local/grafana/datasources.yml.tpl"
        destination = "local/provisioning/datasources/datasources.yml"
      }

      template {
        source      = "local/grafana/dashboards.yml.tpl"
        destination = "local/provisioning/dashboards/dashboards.yml"
      }

      template {
        destination = "secrets/grafana.env"
        env         = true
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/grafana" -}}
          GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET={{ .client_secret }}
          GF_SECURITY_SECRET_KEY={{ .secret_key }}
          {{ end -}}
        EOT
      }

      resources {
        cpu    = var.site.resources.grafana.cpu
        memory = var.site.resources.grafana.memory
      }
    }
  }
}
