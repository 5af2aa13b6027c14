package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.uber.org/zap"
)

const (
	indexPrefix = "logs-"
	indexDate   = "2006.01.02"
	// A clock that is wrong must not make an index for each day there ever was.
	tooFarAhead = time.Hour
)

// What is counted of the lines on their way. A line that is sent again after a kill counts again.
var (
	lines = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "log_lines_total", Help: "Lines that allocations wrote",
	}, []string{"service", "level"})
	answers = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "cdn_answers_total", Help: "Answers of the CDN for media", ConstLabels: prometheus.Labels{"job": "cdn"},
	}, []string{"cache", "status"})
	answerBytes = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "cdn_bytes_total", Help: "Bytes that the CDN sent for media", ConstLabels: prometheus.Labels{"job": "cdn"},
	}, []string{"cache"})
)

// logsConfig says where the lines go and how long they are kept. Whatever is reached first ends a day's index: its age or the
// bytes of all of them together.
type logsConfig struct {
	Queue                     configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`
	configretry.BackOffConfig `mapstructure:"retry_on_failure"`
	Endpoints                 []string      `mapstructure:"endpoints"`
	Timeout                   time.Duration `mapstructure:"timeout"`
	Days                      int           `mapstructure:"days"`
	Bytes                     int64         `mapstructure:"bytes"`
}

func (c *logsConfig) Validate() error {
	if len(c.Endpoints) == 0 || c.Days < 1 || c.Bytes < 1 {
		return errors.New("logs: needs endpoints, days and bytes")
	}
	return nil
}

func newLogsFactory() exporter.Factory {
	return exporter.NewFactory(component.MustNewType("logs"), func() component.Config {
		return &logsConfig{
			Queue:         configoptional.Some(exporterhelper.NewDefaultQueueConfig()),
			BackOffConfig: configretry.NewDefaultBackOffConfig(),
			Timeout:       10 * time.Second,
			Days:          7,
			Bytes:         1 << 30,
		}
	}, exporter.WithLogs(func(ctx context.Context, set exporter.Settings, c component.Config) (exporter.Logs, error) {
		config := c.(*logsConfig)
		to := &elasticsearch{config: config, log: set.Logger, client: &http.Client{Timeout: config.Timeout}}
		return exporterhelper.NewLogs(ctx, set, c, to.take,
			exporterhelper.WithTimeout(exporterhelper.TimeoutConfig{Timeout: 0}),
			exporterhelper.WithQueue(config.Queue),
			exporterhelper.WithRetry(config.BackOffConfig))
	}, component.StabilityLevelStable))
}

type elasticsearch struct {
	config *logsConfig
	log    *zap.Logger
	client *http.Client

	mutex sync.Mutex
	next  int
	cared time.Time
	said  time.Time
}

// take tells what keeps lines waiting, at most once a minute: what it tells is a line that waits itself.
func (e *elasticsearch) take(ctx context.Context, logs plog.Logs) error {
	err := e.write(ctx, logs)
	if err != nil && time.Since(e.said) > time.Minute {
		e.said = time.Now()
		e.log.Warn("lines of logs wait for Elasticsearch", zap.Error(err))
	}
	return err
}

// write writes a batch. A line that Elasticsearch has already is not written again, so a batch may be sent as often as it takes;
// one that it will never take is told and left out.
func (e *elasticsearch) write(ctx context.Context, logs plog.Logs) error {
	if err := e.care(ctx); err != nil {
		return err
	}
	body := &bytes.Buffer{}
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				document, id, day := documentOf(record, time.Now(), e.config.Days)
				if err := appendTo(body, document, id, day); err != nil {
					return err
				}
			}
		}
	}
	if body.Len() == 0 {
		return nil // Elasticsearch refuses to be told nothing
	}
	var answer struct {
		Errors bool `json:"errors"`
		Items  []struct {
			Create struct {
				Status int `json:"status"`
				Error  struct {
					Type   string `json:"type"`
					Reason string `json:"reason"`
				} `json:"error"`
			} `json:"create"`
		} `json:"items"`
	}
	if err := e.ask(ctx, http.MethodPost, "/_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason", body.Bytes(), &answer); err != nil {
		return err
	}
	refused := 0
	why := ""
	for _, item := range answer.Items {
		switch status := item.Create.Status; {
		case status == http.StatusConflict || status < 300:
		case status == http.StatusTooManyRequests || status >= 500 || status == http.StatusNotFound:
			return fmt.Errorf("logs: Elasticsearch answered %d for a line (%s)", status, item.Create.Error.Type)
		default:
			refused++
			why = item.Create.Error.Type
		}
	}
	count(logs)
	if refused > 0 {
		e.log.Warn("lines left out that Elasticsearch does not take", zap.Int("lines", refused), zap.String("why", why))
	}
	return nil
}

// count is only reached by lines that were taken. Labels are of us: the task's job, and words of a short list.
func count(logs plog.Logs) {
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				path := text(record, "log.file.path")
				task, _, _ := strings.Cut(path[strings.LastIndex(path, "/")+1:], ".")
				job := jobOf(task)
				line := record.Body().AsString()
				level, _ := fieldsOf(line)["level"].(string)
				switch level {
				case "SEVERE", "WARNING", "INFO":
				default:
					level, _ = levelOf(line).(string)
				}
				lines.WithLabelValues(job, level).Inc()
				if job == "cdn" {
					countAnswer(line)
				}
			}
		}
	}
}

var cacheStates = map[string]string{"HIT": "hit", "MISS": "miss", "EXPIRED": "expired", "STALE": "stale", "UPDATING": "updating", "REVALIDATED": "revalidated", "BYPASS": "bypass"}

func countAnswer(line string) {
	var answer struct {
		Content string  `json:"content"`
		Cache   string  `json:"cache"`
		Status  int     `json:"status"`
		Bytes   float64 `json:"bytes"`
	}
	if json.Unmarshal([]byte(line), &answer) != nil || answer.Content == "" {
		return
	}
	cache := cacheStates[answer.Cache]
	if cache == "" {
		cache = "none"
	}
	answers.WithLabelValues(cache, fmt.Sprintf("%dxx", min(max(answer.Status/100, 1), 5))).Inc()
	answerBytes.WithLabelValues(cache).Add(answer.Bytes)
}

// care sees to it, before the first line and once an hour, that new indices have the mapping and old ones go.
func (e *elasticsearch) care(ctx context.Context) error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if time.Since(e.cared) < time.Hour {
		return nil
	}
	if err := e.ask(ctx, http.MethodPut, "/_index_template/logs", []byte(template), nil); err != nil {
		return err
	}
	var indices []struct {
		Index string `json:"index"`
		Bytes string `json:"store.size"`
	}
	if err := e.ask(ctx, http.MethodGet, "/_cat/indices/"+indexPrefix+"*?format=json&bytes=b&h=index,store.size", nil, &indices); err != nil {
		return err
	}
	sizes := map[string]int64{}
	for _, index := range indices {
		sizes[index.Index], _ = strconv.ParseInt(index.Bytes, 10, 64)
	}
	for _, index := range tooMuch(sizes, time.Now(), e.config.Days, e.config.Bytes) {
		if err := e.ask(ctx, http.MethodDelete, "/"+index, nil, nil); err != nil {
			return err
		}
	}
	e.cared = time.Now()
	return nil
}

// tooMuch names what is older than days, and of the rest the oldest while all are larger than bytes; never today's.
func tooMuch(sizes map[string]int64, now time.Time, days int, bytes int64) []string {
	var names []string
	all := int64(0)
	for name, size := range sizes {
		if _, err := time.Parse(indexPrefix+indexDate, name); err == nil {
			names = append(names, name)
			all += size
		}
	}
	sort.Strings(names)
	oldest := indexPrefix + now.UTC().AddDate(0, 0, -days).Format(indexDate)
	today := indexPrefix + now.UTC().Format(indexDate)
	var gone []string
	for _, name := range names {
		if name < oldest || all > bytes && name < today {
			gone = append(gone, name)
			all -= sizes[name]
		}
	}
	return gone
}

func (e *elasticsearch) ask(ctx context.Context, method, path string, body []byte, into any) error {
	endpoint := e.config.Endpoints[e.next%len(e.config.Endpoints)]
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(endpoint, "/")+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if strings.HasPrefix(path, "/_bulk") {
		request.Header.Set("Content-Type", "application/x-ndjson")
	}
	answer, err := e.client.Do(request)
	if err != nil {
		e.next++ // the next try asks another
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
		refusal := fmt.Errorf("logs: Elasticsearch answered %d to %s", answer.StatusCode, method)
		if answer.StatusCode == http.StatusBadRequest {
			return consumererror.NewPermanent(refusal) // it would say so for ever, and everything behind would wait
		}
		return refusal
	}
	if into == nil {
		_, err = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
		return err
	}
	return json.NewDecoder(io.LimitReader(answer.Body, 64<<20)).Decode(into)
}

func appendTo(body *bytes.Buffer, document map[string]any, id string, day string) error {
	action := map[string]any{"create": map[string]string{"_index": indexPrefix + day, "_id": id}}
	encoder := json.NewEncoder(body) // ends each with a newline
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(action); err != nil {
		return err
	}
	return encoder.Encode(document)
}

// documentOf makes what is stored of a line. Its id is where it stood, so that a line that is read twice is one.
func documentOf(record plog.LogRecord, now time.Time, days int) (map[string]any, string, string) {
	path := text(record, "log.file.path")
	offset, _ := record.Attributes().Get("log.file.record_offset")
	// <alloc>/alloc/logs/<task>.<stream>.<number>
	parts := strings.Split(path, "/")
	parts = parts[max(len(parts)-4, 0):]
	mark := sha256.Sum256([]byte(strings.Join(parts, "/") + " " + offset.AsString()))
	id := base64.RawURLEncoding.EncodeToString(mark[:15])

	document := map[string]any{}
	line := record.Body().AsString()
	at := now
	if observed := record.ObservedTimestamp(); observed != 0 {
		at = observed.AsTime()
	}
	said := fieldsOf(line)
	if said == nil {
		document["message"] = line
		document["level"] = levelOf(line)
	} else {
		for field, value := range said {
			document[field] = value
		}
		if document["message"] == nil {
			document["message"] = line
		}
	}
	if begun, ok := timeOf(line, said); ok && begun.Before(now.Add(tooFarAhead)) && begun.After(now.AddDate(0, 0, -days)) {
		at = begun
	}
	delete(document, "time")
	document["@timestamp"] = at.UTC().Format("2006-01-02T15:04:05.000Z")

	if len(parts) == 4 {
		document["allocation"] = parts[0]
	}
	name := strings.Split(parts[len(parts)-1], ".")
	if len(name) > 2 {
		document["task"] = strings.Join(name[:len(name)-2], ".")
		document["stream"] = name[len(name)-2]
	}
	if document["service"] == nil {
		document["service"] = jobOf(document["task"])
	}
	return document, id, at.UTC().Format(indexDate)
}

// Tasks that stand beside the one that their job is named after.
var sidecars = map[string]string{
	"shipper": "cdn", "otlp": "zipkin", "users": "kafka", "buckets": "seaweedfs", "settle": "keycloak", "gates": "traefik",
}

func jobOf(task any) string {
	name, _ := task.(string)
	if job, ok := sidecars[name]; ok {
		return job
	}
	return name
}

func text(record plog.LogRecord, attribute string) string {
	value, ok := record.Attributes().Get(attribute)
	if !ok {
		return ""
	}
	return value.AsString()
}

// How our services and servers that write JSON name the fields that are looked for. Everything else they say stays in the line.
var names = map[string]string{
	"time": "time", "level": "level", "logger": "logger", "message": "message", "service": "service", "version": "version", "instance": "instance",
	"trace_id": "trace_id", "span_id": "span_id", "request_id": "request_id", "error": "error",
	"StartUTC": "time", "TraceId": "trace_id", "trace": "trace_id", "msg": "message", "status": "status", "DownstreamStatus": "status",
	"path": "path", "RequestPath": "path", "method": "method", "RequestMethod": "method",
}

func fieldsOf(line string) map[string]any {
	if !strings.HasPrefix(line, "{") {
		return nil
	}
	var all map[string]any
	if json.Unmarshal([]byte(line), &all) != nil {
		return nil
	}
	fields := map[string]any{}
	for name, value := range all {
		field, known := names[name]
		if !known {
			continue
		}
		switch value := value.(type) {
		case string:
			if value != "" {
				fields[field] = value
			}
		case float64:
			if field == "status" {
				fields[field] = int(value)
			}
		}
	}
	if level, ok := fields["level"].(string); ok {
		fields["level"] = strings.ToUpper(level)
	}
	return fields
}

func timeOf(line string, said map[string]any) (time.Time, bool) {
	begin, _ := said["time"].(string)
	if said == nil {
		begin, _, _ = strings.Cut(line, " ")
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05,000"} {
		if at, err := time.ParseInLocation(layout, begin, time.Local); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// levelOf finds the level among the first words of a line that is no JSON: ERROR, [error], WARN …
func levelOf(line string) any {
	for _, word := range strings.Fields(line[:min(len(line), 120)]) {
		switch strings.ToUpper(strings.Trim(word, "[]:,<>")) {
		case "ERROR", "SEVERE", "FATAL", "CRIT", "EMERG", "PANIC", "ALERT":
			return "SEVERE"
		case "WARN", "WARNING":
			return "WARNING"
		case "INFO", "NOTICE", "LOG":
			return "INFO"
		}
	}
	return nil
}

// What can be looked for. Whatever else a line says is in message as it was written.
const template = `{
  "index_patterns": ["logs-*"],
  "priority": 500,
  "template": {
    "settings": {
      "number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s", "codec": "best_compression"
    },
    "mappings": {
      "dynamic": false,
      "properties": {
        "@timestamp": {"type": "date"},
        "level": {"type": "keyword", "ignore_above": 32},
        "logger": {"type": "keyword", "ignore_above": 256},
        "service": {"type": "keyword", "ignore_above": 64},
        "version": {"type": "keyword", "ignore_above": 64},
        "instance": {"type": "keyword", "ignore_above": 128},
        "allocation": {"type": "keyword", "ignore_above": 64},
        "task": {"type": "keyword", "ignore_above": 64},
        "stream": {"type": "keyword", "ignore_above": 16},
        "trace_id": {"type": "keyword", "ignore_above": 64},
        "span_id": {"type": "keyword", "ignore_above": 64},
        "request_id": {"type": "keyword", "ignore_above": 128},
        "status": {"type": "short", "ignore_malformed": true},
        "method": {"type": "keyword", "ignore_above": 16},
        "path": {"type": "keyword", "ignore_above": 1024},
        "message": {"type": "text", "norms": false},
        "error": {"type": "text", "norms": false}
      }
    }
  }
}`
