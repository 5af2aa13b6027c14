package dev.matinee.ops;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far behind those are who read from Kafka. Only groups that {@code nomad-jobs/kafka/rights} lets ops see are there. */
final class KafkaQueues {
    /** Groups of {@code DeadLetters}, which nobody waits for. */
    private static final String REDRIVE = "-redrive";

    private final KafkaAdmin kafka;

    KafkaQueues(KafkaAdmin kafka) {
        this.kafka = kafka;
    }

    /** By group and topic. */
    Told<Queue> list() {
        return Told.by(Source.KAFKA, () -> {
            List<String> consumers = new ArrayList<>();
            List<String> shares = new ArrayList<>();
            for (GroupListing group : kafka.ask(admin -> admin.listGroups().all())) {
                GroupType type = group.type().orElse(GroupType.UNKNOWN);
                if (type == GroupType.SHARE) {
                    shares.add(group.groupId());
                } else if (!group.groupId().endsWith(REDRIVE)) {
                    consumers.add(group.groupId());
                }
            }
            List<Queue> queues = new ArrayList<>(consumers(consumers));
            queues.addAll(shares(shares));
            queues.sort(Comparator.comparing(Queue::group).thenComparing(Queue::topic));
            return queues;
        });
    }

    private List<Queue> consumers(List<String> groups) throws AwayException {
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, ConsumerGroupDescription> described =
                kafka.ask(admin -> admin.describeConsumerGroups(groups).all());
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        groups.forEach(group -> wanted.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                kafka.ask(admin -> admin.listConsumerGroupOffsets(wanted).all());
        // What is assigned and was never committed is behind with all there is.
        Map<String, Set<TopicPartition>> partitions = new HashMap<>();
        groups.forEach(group -> {
            Set<TopicPartition> all =
                    new HashSet<>(committed.getOrDefault(group, Map.of()).keySet());
            ConsumerGroupDescription description = described.get(group);
            if (description != null) {
                description
                        .members()
                        .forEach(member -> all.addAll(member.assignment().topicPartitions()));
            }
            partitions.put(group, all);
        });
        Set<TopicPartition> all = new HashSet<>();
        partitions.values().forEach(all::addAll);
        Map<TopicPartition, Long> begins = offsets(all, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(all, OffsetSpec.latest());
        List<Queue> queues = new ArrayList<>();
        partitions.forEach((group, some) -> {
            Map<String, Long> lags = new TreeMap<>();
            for (TopicPartition partition : some) {
                OffsetAndMetadata place =
                        committed.getOrDefault(group, Map.of()).get(partition);
                long begin = begins.getOrDefault(partition, 0L);
                long at = place == null ? begin : Math.max(begin, place.offset());
                lags.merge(partition.topic(), Math.max(0, ends.getOrDefault(partition, at) - at), Long::sum);
            }
            ConsumerGroupDescription description = described.get(group);
            lags.forEach((topic, lag) -> queues.add(new Queue(
                    group,
                    topic,
                    "consumer",
                    description == null ? "unknown" : word(description.groupState()),
                    description == null ? 0 : members(description, topic),
                    lag)));
        });
        return queues;
    }

    private static int members(ConsumerGroupDescription group, String topic) {
        return (int) group.members().stream()
                .filter(member -> member.assignment().topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(topic)))
                .count();
    }

    private List<Queue> shares(List<String> groups) throws AwayException {
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, ShareGroupDescription> described =
                kafka.ask(admin -> admin.describeShareGroups(groups).all());
        Map<String, ListShareGroupOffsetsSpec> wanted = new HashMap<>();
        groups.forEach(group -> wanted.put(group, new ListShareGroupOffsetsSpec()));
        List<Queue> queues = new ArrayList<>();
        kafka.ask(admin -> admin.listShareGroupOffsets(wanted).all()).forEach((group, places) -> {
            Map<String, Long> lags = new TreeMap<>();
            places.forEach((partition, place) -> lags.merge(partition.topic(), lag(place), Long::sum));
            ShareGroupDescription description = described.get(group);
            lags.forEach((topic, lag) -> queues.add(new Queue(
                    group,
                    topic,
                    "share",
                    description == null ? "unknown" : word(description.groupState()),
                    description == null ? 0 : description.members().size(),
                    lag)));
        });
        return queues;
    }

    /** There is no place in a partition of which the group was given nothing yet. */
    private static long lag(@Nullable SharePartitionOffsetInfo place) {
        return place == null ? 0 : Math.max(0, place.lag().orElse(0L));
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws AwayException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        Map<TopicPartition, Long> found = new HashMap<>();
        kafka.ask(admin -> admin.listOffsets(wanted).all())
                .forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
