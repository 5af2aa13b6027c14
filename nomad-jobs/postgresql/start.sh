#!/bin/sh
# Makes the cluster at the first start, brings roles and databases up to the Nomad Variable, then becomes the server.
set -eu

settings=$(dirname "$0")
postgres() {
    "$PG_HOME/bin/postgres" "$@"
}
single() {
    postgres --single -D "$PG_DATA" -c config_file="$settings/postgresql.conf" -c hba_file="$settings/pg_hba.conf" \
        -c log_min_messages=fatal -c exit_on_error=on postgres
}

if [ ! -s "$PG_DATA/PG_VERSION" ]; then
    "$PG_HOME/bin/initdb" -D "$PG_DATA" --username=postgres --encoding=UTF8 --locale=C --auth=scram-sha-256 \
        --data-checksums --pwfile="$(dirname "$ROLES")/superuser" >/dev/null
fi

# Single-user mode ends a statement at the end of its line, so each of these is one line.
present=$(echo "SELECT datname FROM pg_database;" | single)
{
    echo "REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;"
    while read -r role password; do
        [ -n "$password" ] || continue
        quoted=$(printf %s "$password" | sed "s/'/''/g")
        echo "DO \$do\$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$role') THEN CREATE ROLE $role LOGIN; END IF; END \$do\$;"
        echo "ALTER ROLE $role WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$quoted';"
        # What ./matinee backup copies the files with. It reads all of them and so every row, but changes none.
        if [ "$role" = backup ]; then
            echo "ALTER ROLE backup WITH REPLICATION CONNECTION LIMIT 4;"
            echo "GRANT CONNECT ON DATABASE postgres TO backup;"
            echo "GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal(), pg_ls_dir(text), pg_ls_dir(text, boolean, boolean), pg_stat_file(text, boolean), pg_read_binary_file(text, bigint, bigint, boolean), pg_control_system() TO backup;"
            continue
        fi
        case "$present" in
            *"datname = \"$role\""*) ;;
            *) echo "CREATE DATABASE $role OWNER $role;" ;;
        esac
        echo "REVOKE CONNECT ON DATABASE $role FROM PUBLIC;"
    done <"$ROLES"
    # Who measures the server sees how it is, and no row of anybody.
    echo "DO \$do\$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'collector') THEN GRANT pg_monitor TO collector; END IF; END \$do\$;"
} | single >/dev/null

exec "$PG_HOME/bin/postgres" -D "$PG_DATA" -c config_file="$settings/postgresql.conf" \
    -c hba_file="$settings/pg_hba.conf" -c listen_addresses="$PG_HOST" -c port="$PG_PORT"
