package dev.stackhouse.node.profile;

import dev.stackhouse.collector.Notices;
import dev.stackhouse.collector.batch.BatchBuilder;
import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.batch.UnsentBatch;
import dev.stackhouse.collector.facts.ProcessFiles;
import dev.stackhouse.collector.sampling.Recorder;
import dev.stackhouse.collector.sampling.Recording;
import dev.stackhouse.collector.sampling.RecordingFile;
import dev.stackhouse.collector.sampling.RecordingFiles;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.collector.sampling.SessionState;
import dev.stackhouse.collector.sampling.UnansweredException;
import dev.stackhouse.node.attach.TargetDirectory;
import dev.stackhouse.node.breaker.Breaker;
import dev.stackhouse.node.breaker.JdkBuild;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.node.decide.Decision;
import dev.stackhouse.node.discover.JvmProcess;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JVM that is profiled from outside. Every interval is on disk, batches first and then how far the recording was read, before
 * any of it is sent: whoever goes on after a crash reads the same again and gives it the same numbers. Not thread-safe.
 */
final class Target {
    private final Surroundings around;
    private final JvmProcess jvm;
    private final TargetDirectory directory;
    private final TargetRecordings recordings;
    private final BatchBuilder builder;
    private final TargetRates rates;
    private TargetState state;
    private @Nullable Recorder recorder;

    private Target(Surroundings around, JvmProcess jvm, TargetDirectory directory, TargetState state) {
        this.around = around;
        this.jvm = jvm;
        this.directory = directory;
        this.state = state;
        this.recordings = new TargetRecordings(directory, jvm);
        this.builder =
                new BatchBuilder(state.identity(), state.settings().rates().firstEvent());
        this.rates = TargetRates.of(around, state);
    }

    /** What async-profiler is told beside the events: when a session ends that nobody looks after. */
    static String options(Surroundings around) {
        return ",timeout=" + around.orphanLifetime().toSeconds();
    }

    static ProcessFiles files(Surroundings around, long processId) {
        return new ProcessFiles(around.proc().process(processId));
    }

    static Pair pair(Surroundings around, JvmProcess jvm, Decision decision) {
        return new Pair(
                JdkBuild.of(around.proc(), jvm),
                Recorder.events(
                        decision.settings().rates(),
                        files(around, jvm.processId()).cores()));
    }

    /**
     * Begins to profile a JVM.
     *
     * @param directory in which the library is
     * @param instance id of this start of the JVM
     * @throws IOException if the JVM or async-profiler does not do it
     */
    static Target start(
            Surroundings around,
            JvmProcess jvm,
            Decision decision,
            Pair pair,
            TargetDirectory directory,
            String instance,
            boolean sharesMounts)
            throws IOException {
        long nowMillis = around.clock().millis();
        TargetState state = new TargetState(
                jvm.processId(),
                jvm.startTicks(),
                around.proc().bootId(),
                new InstanceIdentity(decision.service(), instance, decision.labels()),
                decision.settings(),
                pair,
                nowMillis,
                directory.inside(),
                sharesMounts,
                "",
                new RecordingState(
                        "", nowMillis, SamplingPlan.of(decision.settings().rates()), SessionState.NOTHING),
                null,
                0,
                1,
                false);
        Target target = new Target(around, jvm, directory, state);
        around.queue().claim(instance, 1);
        try {
            target.recorder = Recorder.start(
                    new RemoteProfiler(
                            around.attach(), jvm, directory, files(around, jvm.processId()), options(around)),
                    decision.settings().rates(),
                    target.new Files(),
                    around.maxFileBytes(),
                    around.clock());
            return target;
        } catch (IOException e) {
            around.queue().release(instance);
            around.states().forget(instance);
            throw e;
        }
    }

    /**
     * Goes on with one that another daemon began.
     *
     * @param directory opened again
     */
    static Target resume(Surroundings around, JvmProcess jvm, TargetDirectory directory, TargetState state)
            throws IOException {
        Target target = new Target(around, jvm, directory, state);
        Recorder recorder = Recorder.resumed(
                new RemoteProfiler(around.attach(), jvm, directory, files(around, jvm.processId()), options(around)),
                state.settings().rates(),
                target.new Files(),
                around.maxFileBytes(),
                around.clock());
        RecordingState ended = state.ended();
        if (ended != null) {
            target.readEnded(recorder, ended);
        }
        RecordingState current = state.recording();
        target.recordings.giveUpBut(ended == null ? Set.of(current.name()) : Set.of(current.name(), ended.name()));
        recorder.goOn(
                current.name().isEmpty() ? null : target.recordings.existing(current.name()),
                current.plan(),
                current.session());
        target.recorder = recorder;
        target.rates.goOnWith(current.plan(), state.policyEndsMillis());
        around.attach().goOn(jvm, state.socket(), state.sharesMounts());
        around.queue().claim(state.identity().instanceId(), state.nextSequence());
        return target;
    }

    private void readEnded(Recorder by, RecordingState ended) throws IOException {
        RecordingFile file = recordings.existing(ended.name());
        try {
            by.readEnded(file, ended.plan(), ended.session());
        } catch (IOException | RuntimeException e) {
            say("an interval could not be read: " + e.getMessage());
        }
    }

    TargetState state() {
        return state;
    }

    JvmProcess jvm() {
        return jvm;
    }

    boolean isAlive() {
        return around.proc().isAlive(jvm.processId(), jvm.startTicks());
    }

    /** By which it is sampled now, or would be if it could. */
    SamplingPlan plan() {
        return state.recording().plan();
    }

    private final class Files implements RecordingFiles {
        @Override
        public RecordingFile create() throws IOException {
            return recordings.create();
        }

        /** On disk before async-profiler hears of it: a session that nobody knows would be taken for somebody else's. */
        @Override
        public void begins(RecordingFile file, SamplingPlan plan, long countedBefore) throws IOException {
            write(state.begun(
                    new RecordingState(
                            TargetRecordings.name(file), around.clock().millis(), plan, SessionState.NOTHING),
                    Recorder.alike(plan.rates(), plan().rates())
                            ? state.pair()
                            : rates.pair(state.pair().jdk(), plan),
                    rates.policyEndsMillis(),
                    countedBefore));
        }
    }

    private void write(TargetState next) throws IOException {
        around.states().write(next);
        state = next;
    }

    /**
     * Ends the interval and publishes it.
     *
     * @return whether the JVM answered, or has ended
     */
    boolean cut() {
        return rates.cost().of(this::cutInterval);
    }

    private boolean cutInterval() {
        Recorder current = recorder;
        if (current == null) {
            return true;
        }
        boolean whole = true;
        boolean answered = true;
        try {
            SamplingPlan next = rates.next(current.plan(), state.pair().jdk());
            long ageMillis = around.clock().millis() - state.recording().startedMillis();
            if (ageMillis > around.orphanLifetime().toMillis() * 3 / 4) {
                current.renew(next);
            } else {
                current.cut(next);
            }
        } catch (IOException | RuntimeException e) {
            if (!isAlive()) {
                return true; // Its end is seen to by others.
            }
            whole = false;
            answered = !(e instanceof UnansweredException);
            say("an interval could not be recorded: " + e.getMessage());
        }
        whole &= offer(built(current), false);
        if (whole) {
            Notices.forget(subject());
        }
        return answered;
    }

    /**
     * Ends profiling and publishes what is left, as the instance's last if nothing is missing.
     *
     * @return whether the JVM, if it has ended, did so in order: then its recording is complete
     */
    boolean end() {
        Recorder current = recorder;
        if (current == null) {
            return true;
        }
        boolean alive = isAlive();
        boolean complete = alive || !isEmpty(current.file());
        try {
            current.stop();
        } catch (IOException | RuntimeException e) {
            complete = false;
            if (alive) {
                say("the last interval could not be read: " + e.getMessage());
            }
        }
        recorder = null;
        List<UnsentBatch> batches = built(current);
        if (batches.isEmpty()) {
            batches.addAll(builder.build(Recording.ofNothing(around.clock().millis())));
        }
        if (complete) {
            int last = batches.size() - 1;
            batches.set(last, batches.get(last).asLast());
        }
        offer(batches, true);
        around.queue().release(state.identity().instanceId());
        Notices.forget(subject());
        rates.close();
        blame(complete, alive);
        return complete;
    }

    /** A session that was about to begin when the JVM ended. */
    private static boolean isEmpty(@Nullable RecordingFile file) {
        try {
            return file != null && file.channel().size() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private void blame(boolean complete, boolean alive) {
        if (alive) {
            return;
        }
        around.metrics().count("jvm_ends_total", "how", complete ? "in_order" : "died", 1);
        long livedMillis = around.clock().millis() - state.pairSinceMillis();
        if (!complete && livedMillis < Breaker.BLAMED_MILLIS) {
            around.breaker()
                    .open(
                            state.pair(),
                            Instant.ofEpochMilli(around.clock().millis()),
                            state.identity().service() + " (process " + state.processId() + ")");
        }
    }

    /** Deletes what was put into the JVM's file system. */
    void clean() {
        directory.remove();
    }

    /** Leaves everything as it is, for the next daemon. */
    void leave() {
        directory.close();
    }

    private List<UnsentBatch> built(Recorder from) {
        List<UnsentBatch> batches = new ArrayList<>();
        for (Recording recording = from.take(); recording != null; recording = from.take()) {
            rates.sampled(recording);
            try {
                batches.addAll(builder.build(recording));
            } catch (RuntimeException | Error e) {
                builder.giveUp(recording);
                say("an interval could not be published: " + e);
            }
        }
        return batches;
    }

    private boolean offer(List<UnsentBatch> batches, boolean ended) {
        if (batches.isEmpty()) {
            return true;
        }
        String instance = state.identity().instanceId();
        long next = state.nextSequence() + batches.size();
        try {
            around.queue().offer(instance, state.nextSequence(), batches, () -> {
                if (ended && !isAlive()) {
                    around.states().forget(instance);
                } else {
                    write(reached(next, ended));
                }
            });
        } catch (IOException | RuntimeException e) {
            batches.forEach(builder::giveUp);
            say("an interval could not be published: " + e.getMessage());
            return false;
        }
        recordings.deleteGivenUp();
        for (UnsentBatch batch : batches) {
            around.metrics().count("samples_total", batch.books().kept());
            around.metrics().count("dropped_samples_total", batch.books().dropped());
        }
        around.metrics().count("batches_total", batches.size());
        return true;
    }

    private TargetState reached(long nextSequence, boolean ended) {
        Recorder current = recorder;
        RecordingFile file = current == null ? null : current.file();
        SessionState session = current == null ? null : current.state();
        RecordingState recording = new RecordingState(
                file == null ? "" : TargetRecordings.name(file),
                state.recording().startedMillis(),
                current == null ? plan() : current.plan(),
                session == null ? SessionState.NOTHING : session);
        return state.reached(recording, around.attach().socket(jvm), rates.policyEndsMillis(), nextSequence, ended);
    }

    private String subject() {
        return "process " + state.processId();
    }

    private void say(String sentence) {
        Notices.say(subject(), state.identity().service() + " (process " + state.processId() + "): " + sentence);
    }
}
