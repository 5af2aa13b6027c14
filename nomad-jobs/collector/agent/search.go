package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// searching is one node of Elasticsearch.
type searching struct {
	url    string
	client *http.Client
}

func newElasticsearch(target targetConfig) (server, error) {
	return &searching{url: "http://" + target.Address, client: &http.Client{Timeout: patience}}, nil
}

type nodesStats struct {
	Nodes map[string]struct {
		JVM struct {
			Mem struct {
				Used float64 `json:"heap_used_in_bytes"`
				Max  float64 `json:"heap_max_in_bytes"`
			} `json:"mem"`
			GC struct {
				Collectors map[string]struct {
					Millis float64 `json:"collection_time_in_millis"`
				} `json:"collectors"`
			} `json:"gc"`
			Uptime float64 `json:"uptime_in_millis"`
		} `json:"jvm"`
		Indices struct {
			Docs struct {
				Count float64 `json:"count"`
			} `json:"docs"`
			Store struct {
				Bytes float64 `json:"size_in_bytes"`
			} `json:"store"`
			Indexing struct {
				Total  float64 `json:"index_total"`
				Failed float64 `json:"index_failed"`
				Millis float64 `json:"index_time_in_millis"`
			} `json:"indexing"`
			Search struct {
				Total  float64 `json:"query_total"`
				Millis float64 `json:"query_time_in_millis"`
				Open   float64 `json:"open_contexts"`
			} `json:"search"`
		} `json:"indices"`
		Pools map[string]struct {
			Queue    float64 `json:"queue"`
			Active   float64 `json:"active"`
			Rejected float64 `json:"rejected"`
		} `json:"thread_pool"`
		FS struct {
			Total struct {
				All       float64 `json:"total_in_bytes"`
				Available float64 `json:"available_in_bytes"`
			} `json:"total"`
		} `json:"fs"`
		Breakers map[string]struct {
			Tripped float64 `json:"tripped"`
		} `json:"breakers"`
	} `json:"nodes"`
}

var states = map[string]float64{"green": 0, "yellow": 1, "red": 2}

func (e *searching) ask(ctx context.Context, say sayer) error {
	var health struct {
		Status     string  `json:"status"`
		Nodes      float64 `json:"number_of_nodes"`
		Shards     float64 `json:"active_shards"`
		Unassigned float64 `json:"unassigned_shards"`
		Pending    float64 `json:"number_of_pending_tasks"`
	}
	if err := e.get(ctx, "/_cluster/health", &health); err != nil {
		return err
	}
	say("elasticsearch_status", "0 is green, 1 yellow, 2 red", states[health.Status])
	say("elasticsearch_nodes", "Nodes of the cluster", health.Nodes)
	say("elasticsearch_shards", "Shards that are in use", health.Shards)
	say("elasticsearch_shards_unassigned", "Shards that are on no node", health.Unassigned)
	say("elasticsearch_tasks_pending", "Changes that wait for the master", health.Pending)

	var stats nodesStats
	if err := e.get(ctx, "/_nodes/_local/stats/jvm,indices,thread_pool,fs,breaker", &stats); err != nil {
		return err
	}
	for _, node := range stats.Nodes {
		gc := 0.0
		for _, collector := range node.JVM.GC.Collectors {
			gc += collector.Millis
		}
		tripped := 0.0
		for _, breaker := range node.Breakers {
			tripped += breaker.Tripped
		}
		say("elasticsearch_heap_used_bytes", "Heap in use", node.JVM.Mem.Used)
		say("elasticsearch_heap_max_bytes", "Heap there is", node.JVM.Mem.Max)
		say("elasticsearch_gc_seconds_total", "Time spent in collections", gc/1000)
		say("elasticsearch_uptime_seconds", "Since the node started", node.JVM.Uptime/1000)
		say("elasticsearch_documents", "Documents on this node", node.Indices.Docs.Count)
		say("elasticsearch_store_bytes", "Bytes of indices on this node", node.Indices.Store.Bytes)
		say("elasticsearch_indexed_total", "Documents written", node.Indices.Indexing.Total)
		say("elasticsearch_index_failures_total", "Documents that could not be written", node.Indices.Indexing.Failed)
		say("elasticsearch_index_seconds_total", "Time spent in writing", node.Indices.Indexing.Millis/1000)
		say("elasticsearch_queries_total", "Queries of shards", node.Indices.Search.Total)
		say("elasticsearch_query_seconds_total", "Time spent in queries", node.Indices.Search.Millis/1000)
		say("elasticsearch_search_contexts", "Searches and snapshots that are open", node.Indices.Search.Open)
		say("elasticsearch_breakers_tripped_total", "Requests refused for want of memory", tripped)
		say("elasticsearch_disk_bytes", "Size of the disk", node.FS.Total.All)
		say("elasticsearch_disk_available_bytes", "What is left of the disk", node.FS.Total.Available)
		for _, name := range []string{"search", "write", "get", "management"} {
			pool := node.Pools[name]
			say("elasticsearch_pool_queue", "Tasks that wait for a thread", pool.Queue, "pool", name)
			say("elasticsearch_pool_active", "Tasks under way", pool.Active, "pool", name)
			say("elasticsearch_pool_rejected_total", "Tasks refused since the queue was full", pool.Rejected, "pool", name)
		}
	}
	return nil
}

func (e *searching) get(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, e.url+path, http.NoBody)
	if err != nil {
		return err
	}
	answer, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("elasticsearch: answered %d to %s", answer.StatusCode, path)
	}
	return json.NewDecoder(io.LimitReader(answer.Body, 16<<20)).Decode(into)
}

func (e *searching) close() {
	e.client.CloseIdleConnections()
}
