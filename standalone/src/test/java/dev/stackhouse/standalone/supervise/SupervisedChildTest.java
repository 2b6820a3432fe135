package dev.stackhouse.standalone.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisedChildTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<String> messages = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();
    private boolean broken;

    @AfterEach
    void nothingIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void startsADeadChildAgainAfterAPause() throws Exception {
        SupervisedChild child = supervised();
        killLast();

        child.lookAfter(100 * SECOND);
        assertThat(processes).hasSize(1);
        assertThat(child.isUp()).isFalse();
        child.lookAfter(101 * SECOND);

        assertThat(processes).hasSize(2);
        assertThat(child.isUp()).isTrue();
        assertThat(child.pid()).isEqualTo(processes.get(1).pid());
        assertThat(messages)
                .containsExactly(
                        "Worker died and is started again on the same data. pid="
                                + processes.get(0).pid(),
                        "Worker runs again. pid=" + processes.get(1).pid() + " restarts=1");
        assertThat(child.restarts()).isEqualTo(1);
    }

    @Test
    void leavesALivingChildAlone() {
        SupervisedChild child = supervised();

        child.lookAfter(100 * SECOND);

        assertThat(processes).hasSize(1);
        assertThat(messages).isEmpty();
    }

    @Test
    void pausesLongerEachTimeItCannotBeStarted() throws Exception {
        SupervisedChild child = supervised();
        killLast();
        broken = true;
        child.lookAfter(100 * SECOND);
        child.lookAfter(101 * SECOND);
        child.lookAfter(103 * SECOND);

        assertThat(messages.subList(1, 3))
                .containsExactly(
                        "Worker could not be started again. next_try_seconds=1.0 error=\"it is broken\"",
                        "Worker could not be started again. next_try_seconds=2.0 error=\"it is broken\"");
    }

    @Test
    void aClosedChildIsNotStartedAgain() {
        SupervisedChild child = supervised();
        child.close();

        child.lookAfter(100 * SECOND);
        child.lookAfter(200 * SECOND);

        assertThat(processes).hasSize(1);
        assertThat(processes.get(0).isAlive()).isFalse();
    }

    private SupervisedChild supervised() {
        return new SupervisedChild("Worker", sleeper(), this::sleeper, messages::add, 0);
    }

    private RunningChild sleeper() {
        if (broken) {
            throw new IllegalStateException("it is broken");
        }
        try {
            Process process = new ProcessBuilder("sleep", "600").start();
            processes.add(process);
            return new RunningChild(process.pid(), process::isAlive, () -> end(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void killLast() {
        end(processes.get(processes.size() - 1));
    }

    private static void end(Process process) {
        process.destroyForcibly().onExit().join();
    }
}
