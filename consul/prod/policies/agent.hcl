# The token of an agent itself.
node_prefix "" {
  policy = "write"
}

service_prefix "" {
  policy = "read"
}
