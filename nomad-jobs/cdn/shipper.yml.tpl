# The collector that takes the access log to Kafka; rendered by Nomad.
extensions:
  file_storage:
    directory: '{{ env "NOMAD_ALLOC_DIR" }}/data/shipper'
    create_directory: true
    timeout: 10s
    compaction:
      directory: '{{ env "NOMAD_ALLOC_DIR" }}/data/shipper'
      on_start: true
      cleanup_on_start: true

receivers:
  file_log:
    include: ['{{ env "NOMAD_ALLOC_DIR" }}/logs/cdn.stdout.*']
    start_at: beginning
    storage: file_storage
    include_file_name: false
    poll_interval: 500ms
    max_log_size: 64KiB
    max_concurrent_files: 8
    operators:
      # Lines that are about media; the rest is pages and what belongs to nobody.
      - type: filter
        expr: 'not (body contains "\"content\":\"") or body contains "\"content\":\"\""'
      # A text would be written as a text of JSON, in quotes; what is read of a line is written as it was.
      - type: json_parser
        parse_to: body
        parse_ints: true
        on_error: drop_quiet

exporters:
  kafka:
    brokers:
{{ range service "kafka|any" }}      - '{{ .Address }}:{{ .Port }}'
{{ else }}      - '127.0.0.1:1'
{{ end }}    client_id: cdn
    logs:
      topic: delivery.requests
      encoding: raw
    record_partitioner:
      round_robin: {}
    producer:
      required_acks: -1
      compression: zstd
      allow_auto_topic_creation: false
      max_message_bytes: 131072
      flush_max_messages: 1000
    auth:
      sasl:
        mechanism: SCRAM-SHA-512
        username: cdn
{{ with nomadVar "nomad/jobs/cdn" }}        password: '{{ .kafka_password }}'{{ end }}
    timeout: 10s
    retry_on_failure:
      initial_interval: 500ms
      max_interval: 5s
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: 67108864
      block_on_overflow: true
      num_consumers: 1

service:
  extensions: [file_storage]
  telemetry:
    logs:
      level: warn
    metrics:
      level: none
  pipelines:
    logs:
      receivers: [file_log]
      exporters: [kafka]
