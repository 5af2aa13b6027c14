# Nomad registers the servers that do not register themselves, and renders templates that ask for services.
agent_prefix "" {
  policy = "read"
}

node_prefix "" {
  policy = "read"
}

service_prefix "" {
  policy = "write"
}
