variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched       = contains(keys(var.release.tools), "traefik") ? [] : ["traefik"]
  home          = try(var.release.tools.traefik, "$${NOMAD_TASK_DIR}/tool")
  nginx_fetched = contains(keys(var.release.tools), "nginx") ? [] : ["nginx"]
  nginx         = try(var.release.tools.nginx, "$${NOMAD_TASK_DIR}/nginx")
  host          = split(":", split("/", var.release.public_url)[2])[0]
  consul        = split("://", var.site.consul_url)
  tls           = split("://", var.release.public_url)[0] == "https"
}

job "traefik" {
  datacenters = var.site.datacenters

  meta {
    needs = "zipkin"
  }

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "traefik" {
    count          = var.site.count.traefik
    shutdown_delay = "2s"

    constraint {
      distinct_hosts = true
    }

    network {
      port "web" {
        static = var.release.gateway_port
      }
      port "admin" {}
      # Traefik asks the gates through here, on loopback.
      port "gates" {}
    }

    service {
      name     = "traefik"
      port     = "admin"
      provider = "consul"

      check {
        type     = "http"
        path     = "/ping"
        interval = "3s"
        timeout  = "2s"
      }
    }

    restart {
      attempts = 5
      interval = "10m"
      delay    = "2s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 5
      interval  = "1h"
      delay     = "10s"
      unlimited = false
    }

    task "traefik" {
      driver       = var.site.driver
      user         = var.site.gateway_user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "${local.home}/traefik"
        args    = ["--configFile=$${NOMAD_SECRETS_DIR}/traefik.yml"]
      }

      env {
        GATEWAY_HOST    = var.site.gateway_host
        GATEWAY_TLS     = "${local.tls}"
        OPERATOR_DOMAIN = var.site.operator_domain == "" ? local.host : var.site.operator_domain
        CONSUL_URL      = var.site.consul_url
        CONSUL_SCHEME   = local.consul[0]
        CONSUL_ADDRESS  = local.consul[1]
        NOMAD_TLS       = "${var.site.nomad_tls}"
        NOMAD_URL       = "${var.site.nomad_tls ? "https" : "http"}://$${attr.unique.advertise.address}"
        RATE_PUBLIC     = var.site.rate.public
        RATE_ADDRESS    = var.site.rate.address
        RATE_UPLOAD     = var.site.rate.upload
        RATE_COMMENT    = var.site.rate.comment
        RATE_LOGIN      = var.site.rate.login
        RATE_SIGNUP     = var.site.rate.signup
        RATE_OPERATOR   = var.site.rate.operator
        TRACE_SAMPLE    = var.site.trace_sample
        # Trace context is taken and handed on in both spellings.
        OTEL_PROPAGATORS = "tracecontext,baggage,b3,b3multi"
      }

      artifact {
        source      = "${var.release.artifacts_url}/gateway-traefik-${var.release.version}.tar.gz"
        destination = "local/gateway-traefik"
        options {
          checksum = "sha256:${var.release.sha256["gateway-traefik"]}"
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

      # What is rendered has Consul's token in it.
      template {
        source      = "local/gateway-traefik/traefik.yml"
        destination = "secrets/traefik.yml"
        splay       = "10s" # when Zipkin moved, not all gateways start again at once
      }

      # Traefik watches this folder, so a new address needs no restart.
      dynamic "template" {
        for_each = ["absent", "auth", "chains", "headers", "limits", "operators", "problems", "resilience", "tls"]
        content {
          source      = "local/gateway-traefik/dynamic/${template.value}.yml"
          destination = "secrets/dynamic/${template.value}.yml"
          change_mode = "noop"
          perms       = "600"
        }
      }

      # An operator puts these items there; Traefik looks for a new certificate when this changes.
      dynamic "template" {
        for_each = concat(
          local.tls ? ["tls_certificate", "tls_key"] : [],
          var.site.nomad_tls ? ["nomad_ca", "nomad_certificate", "nomad_key"] : []
        )
        content {
          destination = "secrets/${template.value}"
          data        = "{{ with nomadVar `nomad/jobs/traefik` }}{{ .${template.value} }}{{ end }}"
          perms       = "600"
        }
      }

      resources {
        cpu    = var.site.resources.traefik.cpu
        memory = var.site.resources.traefik.memory
      }
    }

    # Runs before Traefik does: without it nobody gets through.
    task "gates" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGQUIT"
      kill_timeout = "30s"

      lifecycle {
        hook    = "prestart"
        sidecar = true
      }

      config {
        command = "${local.nginx}/nginx"
        args    = ["-p", "$${NOMAD_TASK_DIR}/gateway-traefik/", "-c", "$${NOMAD_TASK_DIR}/gateway-traefik/gates.conf", "-e", "stderr"]
      }

      env {
        # Only where the client runs everything as root is there a user to choose.
        GATES_USER = length(var.release.unprivileged) == 0 ? "" : "root"
      }

      artifact {
        source      = "${var.release.artifacts_url}/gateway-traefik-${var.release.version}.tar.gz"
        destination = "local/gateway-traefik"
        options {
          checksum = "sha256:${var.release.sha256["gateway-traefik"]}"
        }
      }

      dynamic "artifact" {
        for_each = local.nginx_fetched
        content {
          source      = "${var.release.artifacts_url}/tools/${artifact.value}.tar.gz"
          destination = "local/nginx"
          options {
            checksum = "sha256:${var.release.sha256["tools/${artifact.value}"]}"
          }
        }
      }

      template {
        source        = "local/gateway-traefik/gates.conf.tpl"
        destination   = "local/gateway-traefik/gates.conf"
        change_mode   = "signal"
        change_signal = "SIGHUP"
      }

      resources {
        cpu    = 50
        memory = 32
      }
    }
  }
}
