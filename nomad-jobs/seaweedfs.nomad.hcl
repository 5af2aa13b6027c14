variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "seaweedfs") ? [] : ["seaweedfs"]
  home    = try(var.release.tools.seaweedfs, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/seaweedfs"
  volumes = var.site.host_volumes ? ["seaweedfs"] : []
}

job "seaweedfs" {
  datacenters = var.site.datacenters

  update {
    min_healthy_time = "3s"
    healthy_deadline = "3m"
    auto_revert      = true
  }

  group "seaweedfs" {
    shutdown_delay = "1s"

    network {
      port "s3" {}
      port "s3_grpc" {}
      port "master" {}
      port "master_grpc" {}
      port "volume" {}
      port "volume_grpc" {}
      port "filer" {}
      port "filer_grpc" {}
      port "metrics" {}
    }

    service {
      name     = "seaweedfs"
      port     = "s3"
      provider = "consul"

      meta {
        metrics = "${NOMAD_PORT_metrics}"
      }

      check {
        type     = "http"
        path     = "/healthz"
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
      delay    = "5s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 3
      interval  = "1h"
      delay     = "15s"
      unlimited = false
    }

    task "seaweedfs" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/seaweedfs/start.sh"]
      }

      env {
        WEED_HOME  = local.home
        WEED_DATA  = local.data
        GOMEMLIMIT = "${floor(var.site.resources.seaweedfs.memory * 0.7)}MiB"
      }

      artifact {
        source      = "${var.release.artifacts_url}/seaweedfs-${var.release.version}.tar.gz"
        destination = "local/seaweedfs"
        options {
          checksum = "sha256:${var.release.sha256["seaweedfs"]}"
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

      # Each service reaches its own buckets only, and nobody may make or delete one over S3. Without credentials a client
      # may fetch a file it can name from two buckets, and list none: that is the CDN.
      template {
        source      = "local/seaweedfs/s3.json.tpl"
        destination = "secrets/s3.json"
      }

      # What master, volume, filer and S3 prove to each other that they are; nobody else has them.
      template {
        destination = "secrets/keys.env"
        env         = true
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/seaweedfs" -}}
          WEED_JWT_SIGNING_KEY={{ .key_write }}
          WEED_JWT_SIGNING_READ_KEY={{ .key_read }}
          WEED_JWT_FILER_SIGNING_KEY={{ .key_filer_write }}
          WEED_JWT_FILER_SIGNING_READ_KEY={{ .key_filer_read }}
          {{ end -}}
        EOT
      }

      resources {
        cpu    = var.site.resources.seaweedfs.cpu
        memory = var.site.resources.seaweedfs.memory
      }
    }

    task "buckets" {
      driver = var.site.driver
      user   = var.site.user

      lifecycle {
        hook = "poststart"
      }

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/seaweedfs/buckets.sh"]
      }

      env {
        WEED_HOME = local.home
        BUCKETS   = "uploads media web artifacts warehouse"
      }

      artifact {
        source      = "${var.release.artifacts_url}/seaweedfs-${var.release.version}.tar.gz"
        destination = "local/seaweedfs"
        options {
          checksum = "sha256:${var.release.sha256["seaweedfs"]}"
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

      resources {
        cpu    = 20
        memory = 96
      }
    }
  }
}
