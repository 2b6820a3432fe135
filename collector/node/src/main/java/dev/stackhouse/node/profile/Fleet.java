package dev.stackhouse.node.profile;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.node.attach.AttachException;
import dev.stackhouse.node.attach.TargetDirectory;
import dev.stackhouse.node.attach.TargetPlaces;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.node.decide.Decision;
import dev.stackhouse.node.decide.Rules;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.JvmReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * All JVMs that were found: those that wait, those that are profiled, and those that are left alone. What is done to one JVM is done
 * by one worker at a time; the methods of this class are called by the daemon's loop alone.
 */
public final class Fleet {
    private final Surroundings around;
    private final Lanes lanes;
    private final long attachAfterMillis;
    private final Map<Start, Found> found = new ConcurrentHashMap<>();

    /** What no other process of this machine has. */
    private record Start(long processId, long startTicks) {
        static Start of(JvmProcess jvm) {
            return new Start(jvm.processId(), jvm.startTicks());
        }
    }

    public Fleet(Surroundings around, Lanes lanes, long attachAfterMillis) {
        this.around = around;
        this.lanes = lanes;
        this.attachAfterMillis = attachAfterMillis;
        for (Found.Stage stage : Found.Stage.values()) {
            around.metrics().gauge("jvms", "state", stage.name().toLowerCase(Locale.ROOT), () -> found.values().stream()
                    .filter(each -> each.stage() == stage)
                    .count());
        }
        around.metrics()
                .gauge("policy_jvms", () -> profiled(plan -> !plan.policy().isEmpty()));
        around.metrics()
                .gauge("slowed_jvms", () -> profiled(plan -> !plan.slowed().isEmpty()));
    }

    private long profiled(Predicate<SamplingPlan> by) {
        return found.values().stream()
                .filter(each -> each.stage() == Found.Stage.PROFILED)
                .map(Found::target)
                .filter(target -> target != null && by.test(target.plan()))
                .count();
    }

    /** Goes on with what the daemon before this one profiled, as far as it is still there. */
    public void resume() throws IOException {
        for (TargetState state : around.states().all()) {
            boolean alive = state.bootId().equals(around.proc().bootId())
                    && around.proc().isAlive(state.processId(), state.startTicks());
            try {
                resume(state, alive);
            } catch (IOException | RuntimeException e) {
                Notices.say(
                        "process " + state.processId(),
                        state.identity().service() + " (process " + state.processId() + ") cannot be gone on with: "
                                + e.getMessage());
                close(state);
            }
        }
    }

    private void resume(TargetState state, boolean alive) throws IOException {
        JvmProcess jvm = alive ? new JvmReader(around.proc()).read(state.processId()) : gone(state);
        if (jvm == null) {
            throw new IOException("it is no JVM any more");
        }
        Path root = alive ? around.proc().process(state.processId()).resolve("root") : Path.of("/");
        if (!alive && !state.sharesMounts()) {
            throw new IOException("it ended while no daemon was there, and its file system with it");
        }
        Target target = Target.resume(around, jvm, TargetDirectory.open(root, state.directory()), state);
        if (alive) {
            found.put(Start.of(jvm), Found.goneOn(target));
        } else {
            if (!state.idle()) {
                target.end();
            }
            around.states().forget(state.identity().instanceId());
            target.clean();
            around.attach().clean(jvm);
        }
    }

    /** A JVM that has ended, as far as its state tells. */
    private static JvmProcess gone(TargetState state) {
        return new JvmProcess(
                state.processId(),
                state.processId(),
                state.startTicks(),
                0,
                0,
                "",
                List.of(),
                Map.of(),
                "",
                List.of(),
                false,
                false);
    }

    /** Declares lost what was counted and will never be read. */
    private void close(TargetState state) {
        String instance = state.identity().instanceId();
        long lost = state.unread();
        around.queue().claim(instance, state.nextSequence());
        if (lost > 0) {
            long nowMillis = around.clock().millis();
            List<UnsentBatch> batches = new BatchBuilder(
                            state.identity(), state.settings().rates().firstEvent())
                    .build(new Recording(nowMillis - 1, nowMillis, List.of(), lost, 0));
            try {
                around.queue().offer(instance, state.nextSequence(), batches, () -> {});
            } catch (IOException e) {
                throw new IllegalStateException("nothing is committed here", e);
            }
        }
        around.states().forget(instance);
        around.queue().release(instance);
    }

    /** JVMs that are new. */
    public void add(List<JvmProcess> jvms) {
        for (JvmProcess jvm : jvms) {
            found.putIfAbsent(Start.of(jvm), Found.waiting(jvm, around.clock().millis() + attachAfterMillis));
        }
    }

    /** Looks after every JVM that needs it: attaches to those whose time has come, and sees to the end of those that have ended. */
    public void tend(Rules rules) {
        for (Found each : found.values()) {
            if (each.isBusy()) {
                continue;
            }
            if (!around.proc().isAlive(each.jvm().processId(), each.jvm().startTicks())) {
                submit(each, () -> bury(each));
            } else if (each.isDue(around.clock().millis())) {
                submit(each, () -> consider(each, rules));
            }
        }
    }

    /** Ends the interval of every JVM that is profiled. */
    public void cut() {
        for (Found each : found.values()) {
            Target target = each.target();
            if (target != null && each.isCutDue(around.clock().millis()) && !submit(each, () -> cut(each, target))) {
                around.metrics().count("late_intervals_total", 1);
            }
        }
    }

    private void cut(Found each, Target target) {
        boolean answered = target.cut();
        each.asked(answered, around.clock().millis());
        if (!answered) {
            around.metrics().count("unanswered_total", 1);
        }
    }

    /** Looks at every JVM anew, as the rules have changed. */
    public void reconsider() {
        found.values().forEach(each -> each.reconsider(around.clock().millis()));
    }

    private boolean submit(Found each, Runnable task) {
        if (!each.take()) {
            return false;
        }
        lanes.of(each.pace()).execute(() -> {
            long beganMillis = around.clock().millis();
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                Notices.say("process " + each.jvm().processId(), "an unexpected failure: ", e);
                around.metrics().count("failures_total", "reason", "unexpected", 1);
            } finally {
                each.took(around.clock().millis() - beganMillis);
                each.giveBack();
            }
        });
        return true;
    }

    private void bury(Found each) {
        Target target = each.target();
        if (target != null) {
            target.end();
            around.states().forget(target.state().identity().instanceId());
            target.clean();
        }
        around.attach().clean(each.jvm());
        found.remove(Start.of(each.jvm()));
        Notices.forget("process " + each.jvm().processId());
    }

    private void consider(Found each, Rules rules) {
        JvmProcess jvm = each.jvm();
        Decision decision = rules.decide(around.proc(), jvm);
        Target target = each.target();
        if (target != null && each.stage() == Found.Stage.PROFILED) {
            if (decision.profile() && target.state().isAs(decision.service(), decision.labels(), decision.settings())) {
                each.settled(target);
                return;
            }
            target.end();
            each.idle(target);
        }
        if (!decision.profile()) {
            leaveAlone(each, decision.why(), decision.worthSaying(), Found.NEVER);
            return;
        }
        try {
            attach(each, decision);
        } catch (IOException e) {
            failed(each, decision, reason(e));
        }
    }

    /** What stopped it, which whoever started the session wrapped. */
    private static AttachException reason(IOException e) {
        if (e instanceof AttachException attach) {
            return attach;
        }
        return e.getCause() instanceof AttachException cause
                ? cause
                : new AttachException(AttachException.Reason.REFUSED, String.valueOf(e.getMessage()), e);
    }

    private void attach(Found each, Decision decision) throws IOException {
        // As it is now: it may have been starting when it was found.
        JvmProcess jvm = new JvmReader(around.proc()).read(each.jvm().processId());
        if (jvm == null || jvm.startTicks() != each.jvm().startTicks()) {
            return;
        }
        Target idle = each.target();
        if (idle == null && (!jvm.profilers().isEmpty() || jvm.catchesProf())) {
            String which = jvm.profilers().isEmpty() ? "it catches SIGPROF" : String.join(", ", jvm.profilers());
            leaveAlone(each, "somebody else profiles it already (" + which + ")", true, 60_000);
            return;
        }
        Pair pair = Target.pair(around, jvm, decision);
        if (around.breaker().isOpen(pair)) {
            leaveAlone(each, "the circuit breaker is open for its JDK, " + pair.jdk(), true, 60_000);
            return;
        }
        TargetDirectory directory = idle == null
                ? TargetPlaces.create(around.proc(), jvm)
                : TargetDirectory.open(
                        around.proc().process(jvm.processId()).resolve("root"),
                        idle.state().directory());
        try {
            Target target = Target.start(
                    around, jvm, decision, pair, directory, UUID.randomUUID().toString(), sharesMounts(jvm));
            if (idle != null) {
                around.states().forget(idle.state().identity().instanceId());
                around.queue().release(idle.state().identity().instanceId());
                idle.leave();
            }
            each.profiled(target);
            around.metrics().count("attaches_total", 1);
            Notices.forget("process " + jvm.processId());
        } catch (IOException | RuntimeException e) {
            if (idle == null) {
                directory.remove();
            }
            boolean wasAsked = e instanceof IOException failed && reason(failed).wasAsked();
            if (wasAsked && !around.proc().isAlive(jvm.processId(), jvm.startTicks())) {
                around.breaker()
                        .open(
                                pair,
                                Instant.ofEpochMilli(around.clock().millis()),
                                decision.service() + " (process " + jvm.processId() + ")");
            }
            throw e;
        }
    }

    private boolean sharesMounts(JvmProcess jvm) {
        try {
            Path own = Files.readSymbolicLink(around.proc().root().resolve("self/ns/mnt"));
            Path process = around.proc().process(jvm.processId());
            return own.equals(Files.readSymbolicLink(process.resolve("ns/mnt")))
                    && Files.readSymbolicLink(process.resolve("root")).equals(Path.of("/"));
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private void failed(Found each, Decision decision, AttachException e) {
        if (!around.proc().isAlive(each.jvm().processId(), each.jvm().startTicks())) {
            return;
        }
        around.metrics().count("attach_failures_total", "reason", e.reason().name(), 1);
        long againMillis = e.reason() == AttachException.Reason.NOT_ANSWERING ? each.backOffMillis() : Found.NEVER;
        leaveAlone(each, decision.service() + " cannot be profiled, " + e.getMessage(), true, againMillis);
    }

    private void leaveAlone(Found each, String why, boolean worthSaying, long againMillis) {
        each.leftAlone(againMillis == Found.NEVER ? Found.NEVER : around.clock().millis() + againMillis);
        if (worthSaying) {
            Notices.say(
                    "process " + each.jvm().processId(),
                    "process " + each.jvm().processId() + " is left alone, " + why);
        }
    }

    /** Ends all sessions, or leaves them to the next daemon. Called when nothing else is done any more. */
    public void close(boolean stopSessions) {
        for (Found each : List.copyOf(found.values())) {
            Target target = each.target();
            if (target == null) {
                continue;
            }
            if (stopSessions && each.stage() == Found.Stage.PROFILED) {
                target.end();
            }
            target.leave();
        }
    }
}
