#!/bin/sh
# shellcheck disable=SC2154 # NOMAD_… come from Nomad
# Makes the buckets that are missing once the filer answers; tries for two minutes, then says what it saw.
set -eu

weed_shell() {
    timeout 20 "$WEED_HOME/weed" shell -master="127.0.0.1:$NOMAD_PORT_master.$NOMAD_PORT_master_grpc" \
        -filer="127.0.0.1:$NOMAD_PORT_filer.$NOMAD_PORT_filer_grpc" 2>&1 || true
}

deadline=$(($(date +%s) + 120))
while :; do
    have=$(echo s3.bucket.list | weed_shell)
    missing=""
    for bucket in $BUCKETS; do
        echo "$have" | grep -Eq "^ *${bucket}[[:space:]]" || missing="$missing $bucket"
    done
    [ -n "$missing" ] || exit 0
    if [ "$(date +%s)" -gt "$deadline" ]; then
        echo "no bucket$missing: $have" >&2
        exit 1
    fi
    for bucket in $missing; do
        echo "s3.bucket.create -name $bucket"
    done | weed_shell
    sleep 1
done
