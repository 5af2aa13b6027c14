variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "postgresql") ? [] : ["postgresql"]
  home    = try(var.release.tools.postgresql, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/postgresql"
  volumes = var.site.host_volumes ? ["postgresql"] : []
}

job "postgresql" {
  datacenters = var.site.datacenters

  update {
    min_healthy_time = "2s"
    healthy_deadline = "2m"
    auto_revert      = true
  }

  group "postgresql" {
    shutdown_delay = "1s"

    network {
      port "db" {}
    }

    service {
      name     = "postgresql"
      port     = "db"
      provider = "consul"

      check {
        type     = "tcp"
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

    task "postgresql" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGINT" # fast shutdown: roll back and write the checkpoint
      kill_timeout = "30s"

      config {
        # PostgreSQL refuses root, so in development root hides behind a user namespace.
        command = "/usr/bin/env"
        args    = concat(var.release.unprivileged, ["/bin/sh", "$${NOMAD_TASK_DIR}/postgresql/start.sh"])
      }

      env {
        PG_HOME = local.home
        PG_DATA = "${local.data}/18"
        PG_HOST = "$${NOMAD_IP_db}"
        PG_PORT = "$${NOMAD_PORT_db}"
        ROLES   = "$${NOMAD_SECRETS_DIR}/roles"
      }

      artifact {
        source      = "${var.release.artifacts_url}/postgresql-${var.release.version}.tar.gz"
        destination = "local/postgresql"
        options {
          checksum = "sha256:${var.release.sha256["postgresql"]}"
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

      dynamic "volume_mount" {
        for_each = local.volumes
        content {
          volume      = "data"
          destination = "/data"
        }
      }

      template {
        destination = "secrets/roles"
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/postgresql" -}}
          catalog {{ .catalog }}
          upload {{ .upload }}
          encoder {{ .encoder }}
          feed {{ .feed }}
          notify {{ .notify }}
          keycloak {{ .keycloak }}
          backup {{ .backup }}
          collector {{ .collector }}
          {{ end -}}
        EOT
      }

      template {
        destination = "secrets/superuser"
        data        = "{{ with nomadVar \"nomad/jobs/postgresql\" }}{{ .superuser }}{{ end }}"
        change_mode = "noop" # only initdb reads it
      }

      resources {
        cpu    = var.site.resources.postgresql.cpu
        memory = var.site.resources.postgresql.memory
      }
    }
  }
}
