package dev.matinee.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is scheduled and what became of it, from Nomad. */
final class NomadJobs {
    static final int EVENTS = 5;

    private static final int MOST = 1_000;
    private static final String JOBS = "/v1/jobs?per_page=" + MOST;
    /** Those that ended well are of no interest, and may be many. */
    private static final String ALLOCATIONS =
            "/v1/allocations?per_page=" + MOST + "&filter=ClientStatus%20%21%3D%20%22complete%22";

    private static final int EVENT_CHARS = 500;

    private final JsonSource nomad;

    NomadJobs(JsonSource nomad) {
        this.nomad = nomad;
    }

    private record Listed(
            @Nullable String name,
            @Nullable String type,
            @Nullable String status,
            @Nullable Summary jobSummary) {}

    private record Summary(@Nullable Map<String, Counts> summary) {}

    private record Counts(int queued, int running, int starting) {}

    private record Placed(
            @Nullable String id,
            @Nullable String name,
            @Nullable String nodeName,
            @Nullable String jobId,
            long jobVersion,
            @Nullable String desiredStatus,
            @Nullable String clientStatus,
            @Nullable String clientDescription,
            @Nullable Map<String, TaskState> taskStates,
            long createTime,
            long modifyTime) {}

    private record TaskState(
            @Nullable String state,
            boolean failed,
            int restarts,
            @Nullable List<TaskEvent> events) {}

    private record TaskEvent(
            @Nullable String type, long time, @Nullable String displayMessage) {}

    /** All jobs by name; what they are made of is left out where only that could not be had. */
    Told<Job> list() {
        Told<Placed> placed = Told.by(
                Source.NOMAD,
                () -> Stream.of(nomad.get(ALLOCATIONS, Placed[].class)).toList());
        Map<String, List<Placed>> byJob =
                placed.data().stream().collect(Collectors.groupingBy(each -> text(each.jobId())));
        Told<Job> jobs = Told.by(
                Source.NOMAD,
                () -> Stream.of(nomad.get(JOBS, Listed[].class))
                        .map(job -> job(job, byJob.getOrDefault(text(job.name()), List.of())))
                        .sorted(Comparator.comparing(Job::name))
                        .toList());
        return new Told<>(
                jobs.data(),
                Stream.concat(jobs.away().stream(), placed.away().stream())
                        .distinct()
                        .toList());
    }

    private static Job job(Listed job, List<Placed> placed) {
        Summary summary = Objects.requireNonNullElse(job.jobSummary(), new Summary(null));
        Map<String, Counts> groups = Objects.requireNonNullElse(summary.summary(), Map.of());
        return new Job(
                text(job.name()),
                text(job.type()),
                text(job.status()),
                groups.values().stream()
                        .mapToInt(group -> group.queued() + group.running() + group.starting())
                        .sum(),
                groups.values().stream().mapToInt(Counts::running).sum(),
                placed.stream()
                        .sorted(Comparator.comparingLong(Placed::createTime).reversed())
                        .map(NomadJobs::allocation)
                        .toList());
    }

    private static Job.Allocation allocation(Placed placed) {
        List<Job.Task> tasks =
                Objects.requireNonNullElse(placed.taskStates(), Map.<String, TaskState>of()).entrySet().stream()
                        .map(entry -> task(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(Job.Task::name))
                        .toList();
        return new Job.Allocation(
                text(placed.id()),
                text(placed.name()),
                text(placed.nodeName()),
                placed.jobVersion(),
                text(placed.clientStatus()),
                text(placed.desiredStatus()),
                text(placed.clientDescription()).isEmpty() ? null : placed.clientDescription(),
                tasks.stream().mapToInt(Job.Task::restarts).sum(),
                at(placed.createTime()),
                at(placed.modifyTime()),
                tasks);
    }

    private static Job.Task task(String name, TaskState state) {
        return new Job.Task(
                name,
                text(state.state()),
                state.failed(),
                state.restarts(),
                Objects.requireNonNullElse(state.events(), List.<TaskEvent>of()).stream()
                        .sorted(Comparator.comparingLong(TaskEvent::time).reversed())
                        .limit(EVENTS)
                        .map(event ->
                                new Job.Event(at(event.time()), text(event.type()), cut(text(event.displayMessage()))))
                        .toList());
    }

    private static Instant at(long nanos) {
        return Instant.EPOCH.plus(nanos, ChronoUnit.NANOS).truncatedTo(ChronoUnit.MILLIS);
    }

    private static String cut(String text) {
        return text.length() <= EVENT_CHARS ? text : text.substring(0, EVENT_CHARS) + "…";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
