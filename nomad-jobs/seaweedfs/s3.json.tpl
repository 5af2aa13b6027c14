{{ with nomadVar "nomad/jobs/seaweedfs" -}}
{"identities": [
  {"name": "anonymous", "actions": ["Read:media", "Read:web"]},
  {"name": "upload",
   "credentials": [{"accessKey": "upload", "secretKey": "{{ .upload }}"}],
   "actions": ["Read:uploads", "Write:uploads", "List:uploads"]},
  {"name": "encoder",
   "credentials": [{"accessKey": "encoder", "secretKey": "{{ .encoder }}"}],
   "actions": ["Read:uploads", "Read:media", "Write:media", "List:media"]},
  {"name": "analytics",
   "credentials": [{"accessKey": "analytics", "secretKey": "{{ .analytics }}"}],
   "actions": ["Read:warehouse", "Write:warehouse", "List:warehouse"]},
  {"name": "release",
   "credentials": [{"accessKey": "release", "secretKey": "{{ .release }}"}],
   "actions": ["Read:web", "Write:web", "List:web", "Read:artifacts", "Write:artifacts", "List:artifacts"]}
]}
{{ end -}}
