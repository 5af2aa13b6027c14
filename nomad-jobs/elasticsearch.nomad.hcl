variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "elasticsearch") ? [] : ["elasticsearch"]
  home    = try(var.release.tools.elasticsearch, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/elasticsearch"
  volumes = var.site.host_volumes ? ["elasticsearch"] : []
  # The first nodes elect a master among themselves; a single one needs nobody.
  discovery = (var.site.count.elasticsearch == 1
    ? "discovery.type: single-node"
    : "cluster.initial_master_nodes: ${jsonencode([for i in range(var.site.count.elasticsearch) : "elasticsearch-${i}"])}"
  )
}

job "elasticsearch" {
  datacenters = var.site.datacenters

  update {
    max_parallel     = 1
    min_healthy_time = "3s"
    healthy_deadline = "4m"
    auto_revert      = true
  }

  group "elasticsearch" {
    count          = var.site.count.elasticsearch
    shutdown_delay = "1s"

    network {
      port "http" {}
      port "transport" {}
    }

    service {
      name     = "elasticsearch"
      port     = "http"
      provider = "consul"

      check {
        type     = "http"
        path     = "/_cluster/health?local=true"
        interval = "3s"
        timeout  = "3s"
      }
    }

    service {
      name     = "elasticsearch-transport"
      port     = "transport"
      provider = "consul"

      check {
        type     = "tcp"
        interval = "3s"
        timeout  = "2s"
      }
    }

    constraint {
      distinct_hosts = true
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

    task "elasticsearch" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "60s"

      config {
        # Elasticsearch refuses root, so in development root hides behind a user namespace.
        command = "/usr/bin/env"
        args    = concat(var.release.unprivileged, ["/bin/sh", "$${NOMAD_TASK_DIR}/elasticsearch/start.sh"])
      }

      env {
        ES_HOME      = local.home
        ES_DATA      = local.data
        ES_JAVA_HOME = var.release.java_home
        ES_PATH_CONF = "$${NOMAD_TASK_DIR}/config"
        ES_TMPDIR    = "$${NOMAD_ALLOC_DIR}/tmp"
        ES_JAVA_OPTS = "-Xms${var.site.resources.elasticsearch.heap}m -Xmx${var.site.resources.elasticsearch.heap}m -XX:+Use${var.site.elasticsearch_gc}GC ${var.site.jvm}"
        # The launcher stays beside the server for as long as it runs.
        CLI_JAVA_OPTS = "-Xms4m -Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
      }

      artifact {
        source      = "${var.release.artifacts_url}/elasticsearch-${var.release.version}.tar.gz"
        destination = "local/elasticsearch"
        options {
          checksum = "sha256:${var.release.sha256["elasticsearch"]}"
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
        destination = "local/config/elasticsearch.yml"
        data        = <<-EOT
          cluster.name: matinee
          node.name: elasticsearch-{{ env "NOMAD_ALLOC_INDEX" }}
          path.data: ${local.data}/nodes
          path.logs: {{ env "NOMAD_ALLOC_DIR" }}/logs
          network.host: {{ env "NOMAD_IP_http" }}
          http.port: {{ env "NOMAD_PORT_http" }}
          transport.port: {{ env "NOMAD_PORT_transport" }}
          ${local.discovery}
          discovery.seed_hosts: [{{ range $i, $node := service "elasticsearch-transport|any" }}{{ if $i }}, {{ end }}"{{ .Address }}:{{ .Port }}"{{ end }}]
          xpack.security.enabled: false
          action.auto_create_index: "+logs-*,-*" # the collector's, whose template it brings
          action.destructive_requires_name: true
        EOT
        change_mode = "noop" # only who it asks first when it starts
      }

      resources {
        cpu    = var.site.resources.elasticsearch.cpu
        memory = var.site.resources.elasticsearch.memory
      }
    }
  }
}
