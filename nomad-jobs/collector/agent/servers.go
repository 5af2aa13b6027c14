package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.uber.org/zap"
)

// How long a server may think; Prometheus waits five seconds for all of them.
const patience = 4 * time.Second

// serversConfig names the servers that are asked when Prometheus asks, and where it does. Here is the address of this machine:
// a server on another one is asked there.
type serversConfig struct {
	Endpoint string         `mapstructure:"endpoint"`
	Here     string         `mapstructure:"here"`
	Targets  []targetConfig `mapstructure:"targets"`
}

// targetConfig is one server; the name is its job's and becomes the job label.
type targetConfig struct {
	Kind     string `mapstructure:"kind"`
	Name     string `mapstructure:"name"`
	Address  string `mapstructure:"address"`
	User     string `mapstructure:"user"`
	Password string `mapstructure:"password"`
}

// A server tells what it is asked for; the error is whatever kept it from it.
type server interface {
	ask(ctx context.Context, say sayer) error
	close()
}

// sayer takes one number: its name, what it is, its value, and labels as pairs of name and value. Counters end in _total.
type sayer func(name, help string, value float64, labels ...string)

var kinds = map[string]func(targetConfig) (server, error){
	"postgresql": newPostgresql, "redis": newRedis, "elasticsearch": newElasticsearch, "kafka": newKafka,
}

func (c *serversConfig) Validate() error {
	if c.Endpoint == "" {
		return errors.New("servers: needs an endpoint")
	}
	for _, target := range c.Targets {
		if kinds[target.Kind] == nil || target.Name == "" || target.Address == "" {
			return fmt.Errorf("servers: a target needs a kind of ours, a name and an address, and has %q, %q, %q", target.Kind, target.Name, target.Address)
		}
	}
	return nil
}

func newServersFactory() extension.Factory {
	return extension.NewFactory(component.MustNewType("servers"), func() component.Config {
		return &serversConfig{}
	}, func(_ context.Context, set extension.Settings, config component.Config) (extension.Extension, error) {
		return &servers{config: config.(*serversConfig), log: set.Logger}, nil
	}, component.StabilityLevelStable)
}

type servers struct {
	config *serversConfig
	log    *zap.Logger
	page   *http.Server
	asked  []server
}

func (s *servers) Start(_ context.Context, host component.Host) error {
	registry := prometheus.NewRegistry()
	registry.MustRegister(lines, answers, answerBytes)
	for _, target := range mine(s.config.Targets, s.config.Here) {
		server, err := kinds[target.Kind](target)
		if err != nil {
			return fmt.Errorf("servers: %s at %s: %w", target.Name, target.Address, err)
		}
		s.asked = append(s.asked, server)
		if err := registry.Register(&asking{target: target, server: server, log: s.log}); err != nil {
			return err
		}
	}
	listener, err := net.Listen("tcp", s.config.Endpoint)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	// A server that says something odd costs its own numbers and not those of the others.
	mux.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.ContinueOnError, MaxRequestsInFlight: 2,
	}))
	s.page = &http.Server{Handler: mux, ReadTimeout: patience, WriteTimeout: 2 * patience}
	go func() {
		if err := s.page.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the page of metrics ended", zap.Error(err))
		}
	}()
	return nil
}

// mine leaves out what another machine's collector asks; Kafka is one cluster, so the first broker stands for all.
func mine(targets []targetConfig, here string) []targetConfig {
	var left []targetConfig
	cluster := false
	for _, target := range targets {
		again := target.Kind == "kafka" && cluster
		cluster = cluster || target.Kind == "kafka"
		host, _, err := net.SplitHostPort(target.Address)
		if !again && (err != nil || host == here || here == "") {
			left = append(left, target)
		}
	}
	return left
}

func (s *servers) Shutdown(ctx context.Context) error {
	for _, server := range s.asked {
		server.close()
	}
	if s.page == nil {
		return nil
	}
	return s.page.Shutdown(ctx)
}

// asking is one server for the registry, which asks all of them at the same time.
type asking struct {
	target targetConfig
	server server
	log    *zap.Logger

	mutex sync.Mutex
	away  bool
}

// Describe says nothing: what there is to say is known when the server was asked.
func (a *asking) Describe(chan<- *prometheus.Desc) {}

func (a *asking) Collect(into chan<- prometheus.Metric) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	whose := prometheus.Labels{"job": a.target.Name, "instance": a.target.Address}
	say := func(name, help string, value float64, labels ...string) {
		kind := prometheus.GaugeValue
		if len(name) > 6 && name[len(name)-6:] == "_total" {
			kind = prometheus.CounterValue
		}
		var names, values []string
		for i := 0; i+1 < len(labels); i += 2 {
			names = append(names, labels[i])
			values = append(values, labels[i+1])
		}
		into <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, names, whose), kind, value, values...)
	}
	err := a.server.ask(ctx, say)
	up := 1.0
	if err != nil {
		up = 0
	}
	if away := err != nil; away != a.away {
		a.away = away
		// The error may name the address, and no secret: passwords are in no message of these clients.
		a.log.Warn("a server that is measured", zap.String("server", a.target.Name), zap.Bool("away", away), zap.Error(err))
	}
	say("server_up", "Whether the server answered the question how it is", up)
}
