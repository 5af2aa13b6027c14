# What dashboards ask; rendered by Nomad. The uids are what panels and links name.
apiVersion: 1
prune: true
datasources:
  - name: Prometheus
    uid: prometheus
    type: prometheus
    access: proxy
    isDefault: true
    editable: false
    url: '{{ range $i, $it := service "prometheus|any" }}{{ if not $i }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}'
    jsonData:
      httpMethod: POST
      timeInterval: 15s
      prometheusType: Prometheus
  - name: Alertmanager
    uid: alertmanager
    type: alertmanager
    access: proxy
    editable: false
    url: '{{ range $i, $it := service "alertmanager|any" }}{{ if not $i }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}'
    jsonData:
      implementation: prometheus
      handleGrafanaManagedAlerts: false
  - name: Logs
    uid: logs
    type: elasticsearch
    access: proxy
    editable: false
    url: '{{ range $i, $it := service "elasticsearch|any" }}{{ if not $i }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}'
    jsonData:
      index: '[logs-]YYYY.MM.DD'
      interval: Daily
      timeField: '@timestamp'
      logMessageField: message
      logLevelField: level
      dataLinks:
        - field: trace_id
          datasourceUid: zipkin
          url: '$${__value.raw}'
  - name: Traces
    uid: zipkin
    type: zipkin
    access: proxy
    editable: false
    url: '{{ range $i, $it := service "zipkin|any" }}{{ if not $i }}http://{{ .Address }}:{{ .Port }}{{ end }}{{ end }}'
    jsonData:
      tracesToLogsV2:
        datasourceUid: logs
        customQuery: true
        query: 'trace_id:$${__trace.traceId}'
        spanStartTimeShift: -1m
        spanEndTimeShift: 1m
  # The warehouse is asked through analytics, which knows who may ask what: with the operator's own token.
  - name: Warehouse
    uid: warehouse
    type: yesoreyeram-infinity-datasource
    access: proxy
    editable: false
    url: '{{ env "MATINEE_PUBLIC_URL" }}/api/analytics/v1'
    jsonData:
      oauthPassThru: true
      allowedHosts: ['{{ env "MATINEE_PUBLIC_URL" }}']
