# What reads this machine's logs and asks its servers how they are; rendered by Nomad.
extensions:
  file_storage:
    directory: '{{ env "STATE" }}'
    create_directory: true
    timeout: 10s
    compaction:
      directory: '{{ env "STATE" }}'
      on_start: true
      cleanup_on_start: true
  servers:
    endpoint: '{{ env "NOMAD_ADDR_http" }}'
    # Of those below it asks the ones that run where it does, and Kafka's cluster where the first broker is.
    here: '{{ env "NOMAD_IP_http" }}'
    targets:
{{ range service "postgresql|any" }}      - kind: postgresql
        name: postgresql
        address: '{{ .Address }}:{{ .Port }}'
        user: collector
        {{ with nomadVar "nomad/jobs/collector" }}password: '{{ .db_password }}'{{ end }}
{{ else }}{{ end }}{{ range service "redis|any" }}      - kind: redis
        name: redis
        address: '{{ .Address }}:{{ .Port }}'
        {{ with nomadVar "nomad/jobs/collector" }}password: '{{ .redis_password }}'{{ end }}
{{ else }}{{ end }}{{ range service "redis-state|any" }}      - kind: redis
        name: redis-state
        address: '{{ .Address }}:{{ .Port }}'
        {{ with nomadVar "nomad/jobs/collector" }}password: '{{ .state_password }}'{{ end }}
{{ else }}{{ end }}{{ range service "elasticsearch|any" }}      - kind: elasticsearch
        name: elasticsearch
        address: '{{ .Address }}:{{ .Port }}'
{{ else }}{{ end }}{{ range service "kafka|any" }}      - kind: kafka
        name: kafka
        address: '{{ .Address }}:{{ .Port }}'
        user: collector
        {{ with nomadVar "nomad/jobs/collector" }}password: '{{ .kafka_password }}'{{ end }}
{{ else }}{{ end }}
receivers:
  file_log:
    # Rotated files are read to their end.
    include: ['{{ env "ALLOCATIONS" }}/*/alloc/logs/*.std*.[0-9]*']
    start_at: beginning
    storage: file_storage
    include_file_name: false
    include_file_path: true
    include_file_record_offset: true
    poll_interval: 500ms
    max_log_size: 64KiB
    max_concurrent_files: 256
    # What is indented goes on with the line before: a stack trace is one event.
    multiline:
      line_start_pattern: '^\S'

exporters:
  logs:
    endpoints:
{{ range service "elasticsearch|any" }}      - 'http://{{ .Address }}:{{ .Port }}'
{{ else }}      - 'http://127.0.0.1:1'
{{ end }}    timeout: 10s
    days: {{ env "LOG_DAYS" }}
    bytes: {{ env "LOG_BYTES" }}
    retry_on_failure:
      initial_interval: 500ms
      max_interval: 5s
      max_elapsed_time: 0s
    sending_queue:
      storage: file_storage
      sizer: bytes
      queue_size: {{ env "LOG_QUEUE" }}
      block_on_overflow: true
      num_consumers: 1
      batch:
        flush_timeout: 500ms
        min_size: 262144
        max_size: 2097152

service:
  extensions: [file_storage, servers]
  telemetry:
    logs:
      level: warn
    metrics:
      level: none
  pipelines:
    logs:
      receivers: [file_log]
      exporters: [logs]
