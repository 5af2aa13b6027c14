{{ with nomadVar "nomad/jobs/cdn" }}js_var $cdn_keys "{{ .cdn_keys }}";{{ end }}
