package dev.stackhouse.bench.overhead;

import com.sun.tools.attach.VirtualMachine;
import dev.stackhouse.bench.overhead.program.PyroscopeSwitch;
import java.io.IOException;
import java.nio.file.Path;

/** Stops Pyroscope's agent and starts it again, by its own methods, called by a class that is attached to the program. */
final class PyroscopePauses implements Pauses {
    private final long processId;
    private final Path switchJar;

    private PyroscopePauses(long processId, Path switchJar) {
        this.processId = processId;
        this.switchJar = switchJar;
    }

    static PyroscopePauses of(long processId, Path directory) throws IOException {
        return new PyroscopePauses(processId, AgentJar.of(PyroscopeSwitch.class, directory));
    }

    @Override
    public void pause() throws Exception {
        call("stop");
    }

    @Override
    public void resume() throws Exception {
        call("start");
    }

    private void call(String method) throws Exception {
        VirtualMachine jvm = VirtualMachine.attach(Long.toString(processId));
        try {
            jvm.loadAgent(switchJar.toString(), method);
        } finally {
            jvm.detach();
        }
    }
}
