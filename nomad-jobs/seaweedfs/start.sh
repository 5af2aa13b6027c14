#!/bin/sh
# shellcheck disable=SC2154 # NOMAD_… come from Nomad
# Master, volume server, filer and S3 in one process; its data directory is made at the first start. Only S3 asks who one is,
# so only S3 (and its counters) listen to the network. The keys (WEED_JWT_…, from the job) are the second lock: without them
# who is on this machine could write to volume and filer by HTTP, and change S3's identities by the port beside it.
set -eu
: "${WEED_JWT_SIGNING_KEY:?}" "${WEED_JWT_SIGNING_READ_KEY:?}" "${WEED_JWT_FILER_SIGNING_KEY:?}" "${WEED_JWT_FILER_SIGNING_READ_KEY:?}"

# Of each bucket it would make seven at once, each counted as a gigabyte: a disk with 20 GB to spare had none left for the fourth.
export WEED_MASTER_VOLUME_GROWTH_COPY_1=2

mkdir -p "$WEED_DATA"
cd "$WEED_DATA"
exec "$WEED_HOME/weed" -logtostderr=true -v=0 server \
    -dir="$WEED_DATA" -ip=127.0.0.1 -ip.bind=127.0.0.1 \
    -master.port="$NOMAD_PORT_master" -master.port.grpc="$NOMAD_PORT_master_grpc" \
    -master.volumeSizeLimitMB=1024 -master.telemetry=false \
    -volume.port="$NOMAD_PORT_volume" -volume.port.grpc="$NOMAD_PORT_volume_grpc" -volume.max=0 \
    -volume.minFreeSpace=1GiB -volume.preStopSeconds=1 -volume.readMode=redirect \
    -filer -filer.disableHttp -filer.port="$NOMAD_PORT_filer" -filer.port.grpc="$NOMAD_PORT_filer_grpc" -filer.maxMB=8 \
    -s3 -s3.ip.bind="$NOMAD_IP_s3" -s3.port="$NOMAD_PORT_s3" -s3.port.grpc="$NOMAD_PORT_s3_grpc" -s3.port.iceberg=0 -s3.port.lance=0 \
    -s3.config="$NOMAD_SECRETS_DIR/s3.json" -s3.autoCreateBucket=false -s3.iam=false \
    -metricsPort="$NOMAD_PORT_metrics" -metricsIp="$NOMAD_IP_s3"
