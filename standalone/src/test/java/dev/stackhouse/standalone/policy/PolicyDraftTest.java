package dev.stackhouse.standalone.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.policy.v1.Policy;
import org.junit.jupiter.api.Test;

class PolicyDraftTest {
    private static final long NOW_MILLIS = 1_795_403_520_000L;

    @Test
    void whatWasTypedBecomesAPolicyThatReadsTheSame() {
        PolicyDraft draft = draft().where("{version='41', zone!=\"eu\\\\\"}")
                .event("wall=20ms")
                .event("alloc=off")
                .event("lock=0ms")
                .lasting("10m", NOW_MILLIS);

        assertThat(draft.faults()).isEmpty();
        Policy policy = draft.policy();
        assertThat(PolicyText.selector(policy)).isEqualTo("version=\"41\",zone!=\"eu\\\\\"");
        assertThat(PolicyText.events(policy)).isEqualTo("wall=20ms alloc=off lock=0ms");
        assertThat(policy.getExpiresUnixMillis() - policy.getCreatedUnixMillis())
                .isEqualTo(600_000);
        assertThat(policy.getAuthor()).isEqualTo("ann@host");
    }

    @Test
    void everyFaultIsASentenceOfItsOwn() {
        assertThat(draft().where("version=~\"4.*\",zone")
                        .event("wall")
                        .event("heap=1k")
                        .event("cpu=1us")
                        .lasting("2d", NOW_MILLIS)
                        .faults())
                .satisfiesExactly(
                        selector -> assertThat(selector).startsWith("--selector: malformed selector at position 20"),
                        wall -> assertThat(wall)
                                .isEqualTo("--event wall is not EVENT=RATE; events are cpu, wall, alloc, live, lock,"
                                        + " native-memory."),
                        heap -> assertThat(heap).startsWith("--event heap=1k is not EVENT=RATE"),
                        cpu -> assertThat(cpu)
                                .isEqualTo("--event cpu=1us: the rate is not a duration from 1ms to 1s such as 10ms,"
                                        + " or off."),
                        duration -> assertThat(duration).isEqualTo("--for 2d is longer than 24 h."));
        assertThat(draft().where("pod=~\"web-.*\"")
                        .event("cpu=off")
                        .lasting("soon", NOW_MILLIS)
                        .faults())
                .containsExactly(
                        "--selector: the condition on pod is an expression; collectors compare whole values only,"
                                + " with = or !=.",
                        "--for: 'soon' is no duration such as 90s, 15m, 1h30m or 7d.");
        assertThat(draft().event("cpu=2ms")
                        .event("cpu=4ms")
                        .lasting("1h", NOW_MILLIS)
                        .faults())
                .containsExactly("The event cpu is there twice.");
    }

    private static PolicyDraft draft() {
        return new PolicyDraft("p-1", "checkout", "ann@host", "");
    }
}
