package main

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
)

type postgresql struct {
	config *pgconn.Config
	open   *pgconn.PgConn
}

func newPostgresql(target targetConfig) (server, error) {
	config, err := pgconn.ParseConfig("postgres://" + target.Address + "/" + target.User + "?sslmode=prefer&application_name=collector")
	if err != nil {
		return nil, err
	}
	config.User, config.Password = target.User, target.Password
	return &postgresql{config: config}, nil
}

// A question gives rows of labels and, last, one column for each name; its answer is bounded by the databases there are.
type question struct {
	sql    string
	labels []string
	names  [][2]string
}

const ours = "datname IN (SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres')"

var questions = []question{
	{`SELECT datname, CASE WHEN state IN ('active', 'idle', 'idle in transaction') THEN replace(state, ' ', '_') ELSE 'other' END, count(*)
	  FROM pg_stat_activity WHERE backend_type = 'client backend' AND ` + ours + ` GROUP BY 1, 2`,
		[]string{"database", "state"}, [][2]string{{"postgresql_connections", "Connections of clients"}}},
	{`SELECT current_setting('max_connections'), (SELECT count(*) FROM pg_locks WHERE NOT granted),
	    (SELECT coalesce(extract(epoch FROM max(now() - xact_start)), 0) FROM pg_stat_activity WHERE backend_type = 'client backend'),
	    (SELECT wal_bytes FROM pg_stat_wal), extract(epoch FROM now() - pg_postmaster_start_time()),
	    (SELECT num_timed + num_requested FROM pg_stat_checkpointer)`,
		nil, [][2]string{
			{"postgresql_max_connections", "Connections that may be open at once"},
			{"postgresql_locks_waiting", "Locks that somebody waits for"},
			{"postgresql_oldest_transaction_seconds", "How long the oldest transaction is open"},
			{"postgresql_wal_bytes_total", "Bytes of write-ahead log"},
			{"postgresql_uptime_seconds", "Since the server started"},
			{"postgresql_checkpoints_total", "Checkpoints"}}},
	{`SELECT datname, xact_commit, xact_rollback, blks_read, blks_hit, deadlocks, temp_bytes, tup_returned,
	    tup_inserted + tup_updated + tup_deleted, pg_database_size(datname) FROM pg_stat_database WHERE ` + ours,
		[]string{"database"}, [][2]string{
			{"postgresql_commits_total", "Transactions committed"},
			{"postgresql_rollbacks_total", "Transactions rolled back"},
			{"postgresql_blocks_read_total", "Blocks read from the disk"},
			{"postgresql_blocks_hit_total", "Blocks found in memory"},
			{"postgresql_deadlocks_total", "Deadlocks"},
			{"postgresql_temporary_bytes_total", "Bytes of temporary files"},
			{"postgresql_rows_read_total", "Rows read"},
			{"postgresql_rows_written_total", "Rows inserted, updated or deleted"},
			{"postgresql_database_bytes", "Size of the database"}}},
}

func (p *postgresql) ask(ctx context.Context, say sayer) error {
	if p.open == nil || p.open.IsClosed() {
		open, err := pgconn.ConnectConfig(ctx, p.config)
		if err != nil {
			return err
		}
		p.open = open
	}
	for _, question := range questions {
		results, err := p.open.Exec(ctx, question.sql).ReadAll()
		if err != nil {
			return err
		}
		for _, row := range results[0].Rows {
			var labels []string
			for i, label := range question.labels {
				labels = append(labels, label, string(row[i]))
			}
			for i, name := range question.names {
				value, err := strconv.ParseFloat(string(row[len(question.labels)+i]), 64)
				if err != nil {
					return err
				}
				say(name[0], name[1], value, labels...)
			}
		}
	}
	return nil
}

func (p *postgresql) close() {
	if p.open != nil {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_ = p.open.Close(ctx)
	}
}
