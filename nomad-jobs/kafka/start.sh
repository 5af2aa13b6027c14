#!/bin/sh
# Formats the log directory at the first start, then becomes broker and controller in one process.
set -eu

properties=$1
settings=$(dirname "$0")

# A node starts only when it sees every voter: two halves of a new cluster would each elect themselves.
voters=$(sed -n 's/^controller.quorum.voters=//p' "$properties" | tr ',' '\n' | grep -c @ || true)
if [ "$voters" -ne "$KAFKA_NODES" ]; then
    echo "Consul knows $voters of $KAFKA_NODES controllers" >&2
    exit 1
fi

java() {
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Dlog4j2.configurationFile="$settings/log4j2.properties" -cp "$KAFKA_HOME/libs/*" "$@"
}

if [ ! -s "$KAFKA_DATA/meta.properties" ]; then
    mkdir -p "$KAFKA_DATA"
    set --
    while read -r user password; do
        [ -z "$password" ] || set -- "$@" --add-scram "SCRAM-SHA-512=[name=$user,password=$password]"
    done <"$KAFKA_USERS"
    java -XX:TieredStopAtLevel=1 kafka.tools.StorageTool format --cluster-id "$KAFKA_CLUSTER" --config "$properties" "$@"
fi

# As java() above, but in this process: Nomad's signals must reach the broker. The class archive is made when the broker
# ends and halves the time of its next start.
# shellcheck disable=SC2086 # several options
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC $KAFKA_JVM -XX:+ExitOnOutOfMemoryError \
    -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="$KAFKA_DATA/../kafka.jsa" \
    -Dlog4j2.configurationFile="$settings/log4j2.properties" -cp "$KAFKA_HOME/libs/*" kafka.Kafka "$properties"
