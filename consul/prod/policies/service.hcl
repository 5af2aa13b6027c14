# Our services: each registers itself, with checks, and looks for the others.
service "gate" {
  policy = "write"
}

service "catalog" {
  policy = "write"
}

service "upload" {
  policy = "write"
}

service "encoder" {
  policy = "write"
}

service "search" {
  policy = "write"
}

service "notify" {
  policy = "write"
}

service "feed" {
  policy = "write"
}

service_prefix "" {
  policy = "read"
}

node_prefix "" {
  policy = "read"
}

agent_prefix "" {
  policy = "read"
}
