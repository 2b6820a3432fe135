package dev.stackhouse.node.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.batch.InstanceIdentity;
import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.sampling.SamplingPlan;
import dev.stackhouse.collector.sampling.SessionState;
import dev.stackhouse.node.breaker.Pair;
import dev.stackhouse.node.decide.OwnSettings;
import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetStatesTest {
    private static final Rates OWN =
            Rates.NONE.with(EventType.EVENT_TYPE_CPU, 10_000_000).with(EventType.EVENT_TYPE_LOCK, 0);
    private static final SamplingPlan POLICY =
            new SamplingPlan(OWN.with(EventType.EVENT_TYPE_CPU, 4_000_000), Map.of(EventType.EVENT_TYPE_CPU, 2), "p-1");
    private static final Pair PAIR = new Pair("jdk", "event=cpu");
    private static final RecordingState FIRST =
            new RecordingState("1.jfr", 1_000, SamplingPlan.of(OWN), new SessionState(68, 100, 90, 80, 7, true, 3));

    @TempDir
    private Path directory;

    private TargetStates states;

    @BeforeEach
    void open() throws Exception {
        states = TargetStates.open(directory);
    }

    @AfterEach
    void close() throws Exception {
        states.close();
    }

    private static TargetState attached(String instance) {
        return new TargetState(
                42,
                4_711,
                "boot",
                new InstanceIdentity("shop", instance, new TreeMap<>(Map.of("team", "a=b: c"))),
                new OwnSettings(OWN, 0.01, true),
                PAIR,
                500,
                "/tmp/stackhouse-node-1",
                true,
                "(dev=1,ino=2) then",
                FIRST,
                null,
                0,
                7,
                false);
    }

    private static RecordingState second() {
        return new RecordingState("2.jfr", 2_000, POLICY, SessionState.NOTHING);
    }

    @Test
    void whatIsKeptIsReadAgainAsItWas() throws Exception {
        Pair other = new Pair("jdk", "event=cpu,interval=4000000");
        TargetState changed = attached("i-1").begun(second(), other, 3_600_000, 120);
        states.write(attached("i-1"));
        states.write(changed);
        states.write(attached("i-2"));

        assertThat(states.all())
                .extracting(TargetState::toProperties)
                .containsExactlyInAnyOrder(
                        changed.toProperties(), attached("i-2").toProperties());
        TargetState read = states.all().stream()
                .filter(each -> each.identity().instanceId().equals("i-1"))
                .findFirst()
                .orElseThrow();
        assertThat(read.recording().plan()).isEqualTo(POLICY);
        assertThat(read.settings()).isEqualTo(changed.settings());
        assertThat(read.policyEndsMillis()).isEqualTo(3_600_000);
        assertThat(read.pair()).isEqualTo(other);
        assertThat(read.pairSinceMillis()).isEqualTo(2_000);
        assertThat(read.isAs("shop", Map.of("team", "a=b: c"), new OwnSettings(OWN, 0.01, true)))
                .isTrue();
    }

    @Test
    void aRecordingThatEndedIsKeptUntilItsEndIsInBatches() {
        TargetState changed = attached("i-1").begun(second(), PAIR, 0, 120);

        assertThat(changed.ended()).isNotNull();
        assertThat(changed.ended().name()).isEqualTo("1.jfr");
        assertThat(changed.ended().plan()).isEqualTo(SamplingPlan.of(OWN));
        assertThat(changed.ended().session().readBytes()).isEqualTo(68);
        assertThat(changed.ended().session().counted()).isEqualTo(120);
        assertThat(changed.unread()).isEqualTo(30);
        // It could not begin, and another one is tried.
        assertThat(changed.begun(new RecordingState("3.jfr", 3_000, POLICY, SessionState.NOTHING), PAIR, 0, 0)
                        .ended())
                .isEqualTo(changed.ended());

        TargetState reached = changed.reached(second(), "", 0, 8, false);
        assertThat(reached.ended()).isNull();
        assertThat(reached.unread()).isZero();
    }

    @Test
    void whileNothingIsSampledThereIsNoRecordingToKeep() {
        RecordingState none =
                new RecordingState("", 2_000, new SamplingPlan(Rates.NONE, Map.of(), "p-2"), SessionState.NOTHING);
        TargetState idle = attached("i-1").reached(none, "", 9_000, 8, false);

        assertThat(TargetState.of(idle.toProperties()).recording().plan()).isEqualTo(none.plan());
        assertThat(idle.begun(second(), PAIR, 0, 120).ended()).isNull();
    }

    @Test
    void whatWasNotWrittenWholeCountsAsNotWritten() throws Exception {
        states.write(attached("i-1"));
        Files.writeString(directory.resolve("i-1.target.tmp"), "pid=43");
        Files.writeString(directory.resolve("i-2.target"), "pid=44\n");

        assertThat(states.all())
                .extracting(each -> each.identity().instanceId())
                .containsExactly("i-1");
        assertThat(directory.resolve("i-2.target")).doesNotExist();
    }
}
