# Where the dashboards lie; rendered by Nomad.
apiVersion: 1
providers:
  - name: matinee
    folder: Matinee
    type: file
    disableDeletion: true
    allowUiUpdates: false
    updateIntervalSeconds: 60
    options:
      path: '{{ env "NOMAD_TASK_DIR" }}/grafana'
