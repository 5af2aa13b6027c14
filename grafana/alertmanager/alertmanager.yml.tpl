# Who hears of an alert. Mail goes where the services' own mail goes; a webhook hears the same, when there is one.
global:
  smtp_from: '{{ env "MAIL_FROM" }}'
{{- if env "MAIL_HOST" }}
  smtp_smarthost: '{{ env "MAIL_HOST" }}:{{ env "MAIL_PORT" }}'
{{- else }}{{ with service "mail-smtp|any" }}{{ with index . 0 }}
  smtp_smarthost: '{{ .Address }}:{{ .Port }}'
{{- end }}{{ end }}{{ end }}
  smtp_require_tls: {{ env "MAIL_STARTTLS" }}
{{- if nomadVarExists "nomad/jobs/alertmanager" }}{{ with nomadVar "nomad/jobs/alertmanager" }}{{ with .mail_user }}
  smtp_auth_username: '{{ . }}'
{{- end }}{{ with .mail_password }}
  smtp_auth_password: '{{ . }}'
{{- end }}{{ end }}{{ end }}
  resolve_timeout: 5m

route:
  receiver: operators
  group_by: [alertname, job, slo]
  group_wait: 15s
  group_interval: 2m
  repeat_interval: 12h
  routes:
    # Always true, for whoever watches the watch: to the webhook, often, and never by mail.
    - matchers: ['alertname = "Watching"']
      receiver: watching
      repeat_interval: 5m
    - matchers: ['severity = "page"']
      receiver: operators
      repeat_interval: 1h

# A part that is gone explains what else is said of it.
inhibit_rules:
  - source_matchers: ['alertname = "PartMissing"']
    target_matchers: ['alertname =~ "ErrorRate|Slow|InstanceDown|Restarting"']
    equal: [job]
  - source_matchers: ['alertname = "BudgetBurnsFast"']
    target_matchers: ['alertname = "BudgetBurns"']
    equal: [slo]

receivers:
  - name: operators
    email_configs:
      - to: '{{ env "ALERT_MAIL" }}'
        send_resolved: true
        headers:
          Subject: '{{ "{{" }} .Status | toUpper {{ "}}" }} {{ "{{" }} .CommonLabels.severity {{ "}}" }}: {{ "{{" }} .CommonLabels.alertname {{ "}}" }} {{ "{{" }} .CommonLabels.job {{ "}}" }}{{ "{{" }} .CommonLabels.slo {{ "}}" }}'
{{- if env "ALERT_WEBHOOK" }}
    webhook_configs:
      - { url: '{{ env "ALERT_WEBHOOK" }}', send_resolved: true }
{{- end }}
  - name: watching
{{- if env "ALERT_WEBHOOK" }}
    webhook_configs:
      - { url: '{{ env "ALERT_WEBHOOK" }}', send_resolved: false }
{{- end }}
