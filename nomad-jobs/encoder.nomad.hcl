variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched  = contains(keys(var.release.tools), "ffmpeg") ? [] : ["ffmpeg"]
  programs = try(var.release.tools.ffmpeg, "$${NOMAD_TASK_DIR}/tool")
  jvm = concat(compact(split(" ", var.site.jvm)), [
    "-Xms32m", "-Xmx${var.site.resources.encoder.heap}m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
    "-XX:MaxMetaspaceSize=128m", "-XX:+ExitOnOutOfMemoryError",
  ])
  # What the heap leaves, shared by the workers. It bounds address space, of which ffmpeg reserves twice what it uses, so a
  # film that asks for too much ends its own ffmpeg and not the task.
  ffmpeg = floor((var.site.resources.encoder.memory - var.site.resources.encoder.heap) / max(1, var.site.encoder.workers)) * 1024 * 1024
}

job "encoder" {
  datacenters = var.site.datacenters

  meta {
    needs = "postgresql,kafka,seaweedfs,keycloak"
    pack  = "encoder"
  }

  # One after another: a worker gives its lease back when it is stopped, and the next one picks the job up.
  update {
    max_parallel      = 1
    auto_revert       = true
    health_check      = "checks"
    min_healthy_time  = "5s"
    healthy_deadline  = "4m"
    progress_deadline = "5m"
  }

  group "encoder" {
    count = var.site.count.encoder

    network {
      port "http" {}
    }

    # For Nomad alone, so that it sees whether an update is any good. In Consul is what encoder enters by itself when it is ready,
    # and takes back before it drains.
    service {
      name     = "encoder"
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

    task "encoder" {
      driver       = var.site.java_driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "60s"

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? ["java"] : []
        content {
          jar_path    = "local/encoder/encoder.jar"
          jvm_options = local.jvm
          cap_drop    = ["all"] # bubblewrap refuses to start with rights it did not ask for, and nothing here needs any
        }
      }

      dynamic "config" {
        for_each = var.site.java_driver == "java" ? [] : ["raw_exec"]
        content {
          command = "${var.release.java_home}/bin/java"
          args    = concat(local.jvm, ["-jar", "$${NOMAD_TASK_DIR}/encoder/encoder.jar"])
        }
      }

      env {
        SERVER_HOST     = "$${NOMAD_IP_http}"
        SERVER_PORT     = "$${NOMAD_PORT_http}"
        SERVICE_ADDRESS = "$${NOMAD_IP_http}"
        SERVICE_ID      = "encoder-$${NOMAD_SHORT_ALLOC_ID}"
        SERVICE_VERSION = var.release.version
        CONSUL_URL      = var.site.consul_url
        PUBLIC_URL      = var.release.public_url
        AUTH_ISSUER     = "${var.release.public_url}/auth/realms/matinee"
        AUTH_AUDIENCE   = "matinee"
        DB_USER         = "encoder"
        KAFKA_USER      = "encoder"
        S3_ACCESS       = "encoder"
        S3_REGION       = "us-east-1"
        # Downloads and renditions lie here until they are published; they go with the allocation.
        ENCODER_WORK    = "$${NOMAD_ALLOC_DIR}/data"
        ENCODER_FFMPEG  = "${local.programs}/ffmpeg"
        ENCODER_FFPROBE = "${local.programs}/ffprobe"
        ENCODER_SANDBOX = var.site.encoder.sandbox
        ENCODER_WORKERS = var.site.encoder.workers
        ENCODER_THREADS = var.site.encoder.threads
        ENCODER_PRESET  = var.site.encoder.preset
        # From which length a film is watchable early, is cut, and into pieces of which length.
        ENCODER_LOWESTFIRST = var.site.encoder.lowestfirst
        ENCODER_CHUNKSFROM  = var.site.encoder.chunksfrom
        ENCODER_CHUNK       = var.site.encoder.chunk
        ENCODER_RETENTION   = var.site.encoder.retention
        ENCODER_MAXMEMORY   = local.ffmpeg
      }

      artifact {
        source      = "${var.release.artifacts_url}/encoder-${var.release.version}.tar.gz"
        destination = "local/encoder"
        options {
          checksum = "sha256:${var.release.sha256["encoder"]}"
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

      # A peer keeps its place here while it restarts; only one that moved makes the service start again.
      template {
        destination = "secrets/encoder.env"
        env         = true
        change_mode = "restart"

        wait {
          min = "2s"
          max = "15s"
        }

        data = <<-EOT
          {{ with nomadVar "nomad/jobs/encoder" -}}
          DB_PASSWORD={{ .db_password }}
          KAFKA_PASSWORD={{ .kafka_password }}
          S3_SECRET={{ .s3_secret }}
          {{ with .consul_token }}CONSUL_TOKEN={{ . }}
          {{ end }}{{ end -}}
          DB_URL=jdbc:postgresql://{{ with service "postgresql|any" }}{{ with index . 0 }}{{ .Address }}:{{ .Port }}{{ end }}{{ end }}/encoder
          KAFKA_BOOTSTRAP={{ range $i, $broker := service "kafka|any" }}{{ if $i }},{{ end }}{{ .Address }}:{{ .Port }}{{ end }}
          S3_ENDPOINT={{ with service "seaweedfs|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
          AUTH_JWKS={{ with service "keycloak|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}/auth/realms/matinee/protocol/openid-connect/certs{{ end }}{{ end }}
          ZIPKIN_URL={{ with service "zipkin|any" }}{{ with index . 0 }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}
        EOT
      }

      resources {
        cpu    = var.site.resources.encoder.cpu
        memory = var.site.resources.encoder.memory
      }
    }
  }
}
