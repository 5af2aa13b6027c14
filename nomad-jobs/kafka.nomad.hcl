variable "site" {
  description = "Where it runs and how large: vars/dev.var or vars/prod.var"
}

variable "release" {
  description = "What runs: version, artifact store with checksums, tool paths"
}

locals {
  fetched = contains(keys(var.release.tools), "kafka") ? [] : ["kafka"]
  home    = try(var.release.tools.kafka, "$${NOMAD_TASK_DIR}/tool")
  data    = var.site.host_volumes ? "/data" : "${var.release.data_dir}/kafka"
  volumes = var.site.host_volumes ? ["kafka"] : []
  nodes   = var.site.count.kafka
  # Losing one of three brokers loses nothing that was acknowledged.
  replicas = min(local.nodes, 3)
  users    = <<-EOT
    {{ with nomadVar "nomad/jobs/kafka" -}}
    catalog {{ .catalog }}
    upload {{ .upload }}
    encoder {{ .encoder }}
    search {{ .search }}
    feed {{ .feed }}
    notify {{ .notify }}
    analytics {{ .analytics }}
    ops {{ .ops }}
    cdn {{ .cdn }}
    collector {{ .collector }}
    {{ end -}}
  EOT
}

job "kafka" {
  datacenters = var.site.datacenters

  update {
    max_parallel     = 1
    min_healthy_time = "5s"
    healthy_deadline = "3m"
    auto_revert      = true
  }

  group "kafka" {
    count          = local.nodes
    shutdown_delay = "1s"

    constraint {
      distinct_hosts = true
    }

    network {
      port "broker" {}
      port "controller" {}
    }

    service {
      name     = "kafka"
      port     = "broker"
      provider = "consul"

      check {
        type     = "tcp"
        interval = "3s"
        timeout  = "2s"
      }
    }

    service {
      name     = "kafka-controller"
      port     = "controller"
      provider = "consul"

      meta {
        node = "${NOMAD_ALLOC_INDEX}"
      }

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
      delay    = "5s"
      mode     = "fail"
    }

    reschedule {
      attempts  = 3
      interval  = "1h"
      delay     = "15s"
      unlimited = false
    }

    task "kafka" {
      driver       = var.site.driver
      user         = var.site.user
      kill_signal  = "SIGTERM"
      kill_timeout = "60s"

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/kafka/start.sh", "$${NOMAD_SECRETS_DIR}/server.properties"]
      }

      env {
        JAVA_HOME     = var.release.java_home
        KAFKA_HOME    = local.home
        KAFKA_DATA    = "${local.data}/logs"
        KAFKA_NODES   = local.nodes
        KAFKA_USERS   = "$${NOMAD_SECRETS_DIR}/users"
        KAFKA_CLUSTER = "bWF0aW5lZS1rYWZrYS0wMQ" # names the cluster, opens nothing
        KAFKA_JVM     = "-Xms${var.site.resources.kafka.heap}m -Xmx${var.site.resources.kafka.heap}m ${var.site.jvm}"
      }

      artifact {
        source      = "${var.release.artifacts_url}/kafka-${var.release.version}.tar.gz"
        destination = "local/kafka"
        options {
          checksum = "sha256:${var.release.sha256["kafka"]}"
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
        destination = "secrets/server.properties"
        data        = <<-EOT
          process.roles=broker,controller
          node.id={{ env "NOMAD_ALLOC_INDEX" }}
          controller.quorum.voters={{ range $i, $node := service "kafka-controller|any" }}{{ if $i }},{{ end }}{{ .ServiceMeta.node }}@{{ .Address }}:{{ .Port }}{{ end }}
          listeners=BROKER://{{ env "NOMAD_ADDR_broker" }},CONTROLLER://{{ env "NOMAD_ADDR_controller" }}
          # Services prove their passwords and never send them (SCRAM). Brokers among themselves say theirs, which no service
          # has: it has to be known before there is a cluster that could keep users.
          listener.security.protocol.map=BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
          inter.broker.listener.name=BROKER
          controller.listener.names=CONTROLLER
          sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
          sasl.mechanism.inter.broker.protocol=PLAIN
          sasl.mechanism.controller.protocol=PLAIN
          {{ with nomadVar "nomad/jobs/kafka" -}}
          listener.name.broker.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="kafka" password="{{ .kafka }}" user_kafka="{{ .kafka }}";
          listener.name.broker.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
          listener.name.controller.sasl.enabled.mechanisms=PLAIN
          listener.name.controller.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="kafka" password="{{ .kafka }}" user_kafka="{{ .kafka }}";
          {{ end -}}
          # Who is not the broker's own user may do what kafka/rights says and nothing else.
          authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
          super.users=User:kafka
          allow.everyone.if.no.acl.found=false
          log.dirs=${local.data}/logs
          # Topics are made by the services that own them; a mistyped name must fail.
          auto.create.topics.enable=false
          default.replication.factor=${local.replicas}
          min.insync.replicas=${max(local.replicas - 1, 1)}
          offsets.topic.replication.factor=${local.replicas}
          offsets.topic.num.partitions=${local.nodes == 1 ? 4 : 50}
          transaction.state.log.replication.factor=${local.replicas}
          transaction.state.log.min.isr=${max(local.replicas - 1, 1)}
          transaction.state.log.num.partitions=${local.nodes == 1 ? 4 : 50}
          share.coordinator.state.topic.replication.factor=${local.replicas}
          share.coordinator.state.topic.min.isr=${max(local.replicas - 1, 1)}
          share.coordinator.state.topic.num.partitions=${local.nodes == 1 ? 4 : 50}
          group.initial.rebalance.delay.ms=${local.nodes == 1 ? 0 : 3000}
          log.retention.hours=168
          log.segment.bytes=134217728
          log.cleaner.dedupe.buffer.size=16777216
          message.max.bytes=1048576
        EOT
      }

      template {
        destination = "secrets/users"
        change_mode = "noop" # read at the first start; the task users brings later changes
        data        = local.users
      }

      resources {
        cpu    = var.site.resources.kafka.cpu
        memory = var.site.resources.kafka.memory
      }
    }

    task "users" {
      driver = var.site.driver
      user   = var.site.user

      lifecycle {
        hook = "poststart"
      }

      config {
        command = "/bin/sh"
        args    = ["$${NOMAD_TASK_DIR}/kafka/users.sh"]
      }

      env {
        JAVA_HOME  = var.release.java_home
        KAFKA_HOME = local.home
      }

      artifact {
        source      = "${var.release.artifacts_url}/kafka-${var.release.version}.tar.gz"
        destination = "local/kafka"
        options {
          checksum = "sha256:${var.release.sha256["kafka"]}"
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
        destination = "secrets/users"
        data        = local.users
      }

      template {
        destination = "secrets/admin.properties"
        data        = <<-EOT
          {{ with nomadVar "nomad/jobs/kafka" -}}
          security.protocol=SASL_PLAINTEXT
          sasl.mechanism=PLAIN
          sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="kafka" password="{{ .kafka }}";
          {{ end -}}
        EOT
      }

      resources {
        cpu    = 50
        memory = 256
      }
    }
  }
}
