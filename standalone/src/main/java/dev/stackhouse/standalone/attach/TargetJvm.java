package dev.stackhouse.standalone.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.stackhouse.standalone.client.CommandException;
import java.io.IOException;
import java.nio.file.Path;

/** A JVM of this machine that the agent can be loaded into. */
final class TargetJvm {
    private final TargetProcess process;

    private TargetJvm(TargetProcess process) {
        this.process = process;
    }

    /** Finds it; a {@link CommandException} says why it cannot be attached to. */
    static TargetJvm find(long pid) {
        TargetProcess process = new TargetProcess(pid);
        process.requireAttachable();
        return new TargetJvm(process);
    }

    /** Loads the agent with these arguments and returns what it answers; a {@link CommandException} says what is wrong. */
    String ask(String arguments) {
        Path jar = AgentJar.find();
        process.requireReadable(jar);
        try (Answer answer = Answer.of(process)) {
            load(jar, "answer=" + answer.file() + (arguments.isEmpty() ? "" : "," + arguments));
            return answer.await();
        }
    }

    private void load(Path jar, String arguments) {
        try {
            VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                jvm.loadAgent(jar.toString(), arguments);
            } finally {
                jvm.detach();
            }
        } catch (AgentLoadException e) {
            // A JVM of Java 8 answers with the bare number where newer ones say what it is.
            if (!"0".equals(e.getMessage())) {
                throw new CommandException(process + " does not load the agent: " + e.getMessage(), e);
            }
        } catch (AgentInitializationException e) {
            throw new CommandException(
                    process + " cannot start the agent (" + e.returnValue() + "); its standard error says why.", e);
        } catch (AttachNotSupportedException | IOException e) {
            throw new CommandException(process + " cannot be attached to: " + e.getMessage(), e);
        }
    }
}
