#!/bin/sh
# shellcheck disable=SC2154 # NOMAD_… come from Nomad
# Users.java waits for the broker by itself; started from source, it needs a JDK and no build.
set -eu

settings=$(dirname "$0")
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx96m \
    -Dlog4j2.configurationFile="$settings/log4j2.properties" -cp "$KAFKA_HOME/libs/*" \
    "$settings/Users.java" "$NOMAD_ADDR_broker" "$NOMAD_SECRETS_DIR/admin.properties" "$NOMAD_SECRETS_DIR/users" "$settings/rights"
