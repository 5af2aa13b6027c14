package main

import (
	"context"
	"strings"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

// kafka is the whole cluster, asked through whichever broker answers.
type kafka struct {
	client *kgo.Client
	admin  *kadm.Client
}

func newKafka(target targetConfig) (server, error) {
	options := []kgo.Opt{kgo.SeedBrokers(strings.Split(target.Address, ",")...), kgo.ClientID("collector")}
	if target.User != "" {
		options = append(options, kgo.SASL(scram.Auth{User: target.User, Pass: target.Password}.AsSha512Mechanism()))
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return nil, err
	}
	return &kafka{client, kadm.NewClient(client)}, nil
}

func (k *kafka) ask(ctx context.Context, say sayer) error {
	metadata, err := k.admin.Metadata(ctx)
	if err != nil {
		return err
	}
	say("kafka_brokers", "Brokers that are in the cluster", float64(len(metadata.Brokers)))
	offline, under := 0, 0
	var topics []string
	for _, topic := range metadata.Topics.Sorted() {
		for _, partition := range topic.Partitions {
			if partition.Leader < 0 {
				offline++
			}
			if len(partition.ISR) < len(partition.Replicas) {
				under++
			}
		}
		// Kafka's own begin so; what is in them is counted with the groups.
		if !strings.HasPrefix(topic.Topic, "__") {
			topics = append(topics, topic.Topic)
			say("kafka_partitions", "Partitions of the topic", float64(len(topic.Partitions)), "topic", topic.Topic)
		}
	}
	say("kafka_partitions_offline", "Partitions without a leader", float64(offline))
	say("kafka_partitions_under_replicated", "Partitions with fewer copies in step than they have", float64(under))
	if len(topics) == 0 {
		return nil // no topics asks about all of them
	}
	ends, err := k.admin.ListEndOffsets(ctx, topics...)
	if err != nil {
		return err
	}
	for topic, partitions := range ends {
		sum := 0.0
		for _, end := range partitions {
			sum += float64(max(end.Offset, 0))
		}
		say("kafka_records_total", "Records that the topic ever had", sum, "topic", topic)
	}
	if err := k.sizes(ctx, say); err != nil {
		return err
	}
	return k.groups(ctx, ends, say)
}

func (k *kafka) sizes(ctx context.Context, say sayer) error {
	logs, err := k.admin.DescribeAllLogDirs(ctx, nil)
	if err != nil {
		return err
	}
	sizes := map[string]float64{}
	logs.Each(func(directory kadm.DescribedLogDir) {
		directory.Topics.Each(func(partition kadm.DescribedLogDirPartition) {
			sizes[partition.Topic] += float64(partition.Size)
		})
	})
	for topic, size := range sizes {
		say("kafka_topic_bytes", "Bytes of all copies of the topic", size, "topic", topic)
	}
	return nil
}

// Each group's lag in each topic it ever read. Share groups have no offsets of this kind: theirs is a queue, which encoder measures.
func (k *kafka) groups(ctx context.Context, ends kadm.ListedOffsets, say sayer) error {
	groups, err := k.admin.ListGroups(ctx)
	if err != nil {
		return err
	}
	states := map[string]float64{}
	for _, group := range groups {
		states[group.State]++
	}
	for state, count := range states {
		say("kafka_groups", "Groups of consumers by their state", count, "state", state)
	}
	for group, answer := range k.admin.FetchManyOffsets(ctx, groups.Groups()...) {
		if answer.Err != nil {
			continue
		}
		lags := map[string]float64{}
		answer.Fetched.Each(func(offset kadm.OffsetResponse) {
			if end, ok := ends.Lookup(offset.Topic, offset.Partition); ok && offset.At >= 0 {
				lags[offset.Topic] += float64(max(end.Offset-offset.At, 0))
			}
		})
		for topic, lag := range lags {
			say("kafka_group_lag", "Records of the topic that the group has not confirmed", lag, "group", group, "topic", topic)
		}
	}
	return nil
}

func (k *kafka) close() {
	k.client.Close()
}
