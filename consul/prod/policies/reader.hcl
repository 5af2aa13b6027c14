# Traefik and Prometheus: they read who is where and how healthy, and change nothing.
service_prefix "" {
  policy = "read"
}

node_prefix "" {
  policy = "read"
}

agent_prefix "" {
  policy = "read"
}
