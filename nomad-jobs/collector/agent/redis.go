package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"
)

// Redis speaks lines, so asking it two things needs no client.
type redis struct {
	target targetConfig
}

func newRedis(target targetConfig) (server, error) {
	return &redis{target}, nil
}

var redisNumbers = map[string][2]string{
	"uptime_in_seconds":        {"redis_uptime_seconds", "Since the server started"},
	"connected_clients":        {"redis_clients", "Clients that are connected"},
	"blocked_clients":          {"redis_clients_blocked", "Clients that wait in a blocking command"},
	"used_memory":              {"redis_memory_bytes", "Memory that Redis gave out"},
	"maxmemory":                {"redis_memory_max_bytes", "Memory that it may give out; 0 is no bound"},
	"used_memory_rss":          {"redis_memory_resident_bytes", "Memory of the process"},
	"total_commands_processed": {"redis_commands_total", "Commands done"},
	"total_error_replies":      {"redis_errors_total", "Commands refused or failed"},
	"rejected_connections":     {"redis_connections_rejected_total", "Connections refused since there were too many"},
	"keyspace_hits":            {"redis_keyspace_hits_total", "Keys that were asked for and there"},
	"keyspace_misses":          {"redis_keyspace_misses_total", "Keys that were asked for and not there"},
	"evicted_keys":             {"redis_keys_evicted_total", "Keys thrown away for want of room"},
	"expired_keys":             {"redis_keys_expired_total", "Keys whose time was over"},
	"total_net_input_bytes":    {"redis_received_bytes_total", "Bytes received"},
	"total_net_output_bytes":   {"redis_sent_bytes_total", "Bytes sent"},
	"aof_delayed_fsync":        {"redis_fsync_delayed_total", "Times that the disk was slower than its turn"},
}

func (r *redis) ask(ctx context.Context, say sayer) error {
	connection, err := (&net.Dialer{}).DialContext(ctx, "tcp", r.target.Address)
	if err != nil {
		return err
	}
	defer connection.Close()
	until, _ := ctx.Deadline()
	_ = connection.SetDeadline(until.Add(-100 * time.Millisecond))
	reader := bufio.NewReader(connection)
	if r.target.Password != "" {
		if _, err := redisCommand(connection, reader, "AUTH", r.target.Password); err != nil {
			return err
		}
	}
	info, err := redisCommand(connection, reader, "INFO")
	if err != nil {
		return err
	}
	keys := 0.0
	for line := range strings.SplitSeq(info, "\r\n") {
		field, value, _ := strings.Cut(line, ":")
		if number, err := strconv.ParseFloat(value, 64); err == nil {
			if name, ok := redisNumbers[field]; ok {
				say(name[0], name[1], number)
			}
		}
		switch field {
		case "aof_last_write_status":
			say("redis_append_ok", "Whether the last write to the append-only file succeeded", boolean(value == "ok"))
		case "db0":
			count, _, _ := strings.Cut(strings.TrimPrefix(value, "keys="), ",")
			keys, _ = strconv.ParseFloat(count, 64)
		}
	}
	say("redis_keys", "Keys there are", keys)
	return nil
}

func redisCommand(to io.Writer, from *bufio.Reader, words ...string) (string, error) {
	command := &strings.Builder{}
	fmt.Fprintf(command, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(command, "$%d\r\n%s\r\n", len(word), word)
	}
	if _, err := io.WriteString(to, command.String()); err != nil {
		return "", err
	}
	line, err := from.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	switch {
	case strings.HasPrefix(line, "$"):
		length, err := strconv.Atoi(line[1:])
		if err != nil || length < 0 || length > 1<<20 {
			return "", fmt.Errorf("redis: answered %s", line)
		}
		text := make([]byte, length+2)
		_, err = io.ReadFull(from, text)
		return string(text[:length]), err
	case strings.HasPrefix(line, "+"):
		return line[1:], nil
	}
	return "", fmt.Errorf("redis: answered %s", line)
}

func boolean(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func (r *redis) close() {}
