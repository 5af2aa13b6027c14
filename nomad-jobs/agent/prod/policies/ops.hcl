# What the job ops may ask by its own identity: which jobs there are and what became of them. It starts, stops and looks into
# nothing.
#   nomad acl policy apply -namespace=default -job=ops ops policies/ops.hcl
namespace "default" {
  capabilities = ["list-jobs", "read-job"]
}
