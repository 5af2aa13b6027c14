# A person: sees everything, may put a node or a service into maintenance; keys and ACLs stay with the bootstrap token.
agent_prefix "" {
  policy = "write"
}

node_prefix "" {
  policy = "write"
}

service_prefix "" {
  policy = "write"
}

operator = "read"
