package dev.stackhouse.node.attach;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sockets of JVMs that listen because this daemon made them, so that those of killed ones can be deleted. Thread-safe. */
final class CausedSockets {
    private record Owner(long processId, long startTicks) {
        static Owner of(JvmProcess jvm) {
            return new Owner(jvm.processId(), jvm.startTicks());
        }
    }

    private record Caused(JvmTemporary temporary, String identity) {}

    private final ProcFs proc;
    private final Map<Owner, Caused> byOwner = new ConcurrentHashMap<>();

    CausedSockets(ProcFs proc) {
        this.proc = proc;
    }

    void add(JvmProcess jvm, JvmTemporary temporary) {
        put(jvm, new Caused(temporary, temporary.socketIdentity()));
    }

    /** One of a JVM that a daemon before this one made listen, or its remains, as far as they can be reached. */
    void add(JvmProcess jvm, String identity, boolean sharesMounts) {
        boolean alive = proc.isAlive(jvm.processId(), jvm.startTicks());
        if (identity.isEmpty() || (!alive && !sharesMounts)) {
            return;
        }
        try {
            Path root = alive ? proc.process(jvm.processId()).resolve("root") : Path.of("/");
            put(jvm, new Caused(JvmTemporary.open(root, jvm), identity));
        } catch (IOException e) {
            // It went with its file system.
        }
    }

    private void put(JvmProcess jvm, Caused caused) {
        Caused before = byOwner.put(Owner.of(jvm), caused);
        if (before != null) {
            before.temporary.close();
        }
    }

    /** What {@link #add(JvmProcess, String, boolean)} wants to know; empty where somebody else made it listen. */
    String identity(JvmProcess jvm) {
        Caused caused = byOwner.get(Owner.of(jvm));
        return caused == null ? "" : caused.identity;
    }

    /** The JVM has ended. */
    void delete(JvmProcess jvm) {
        Caused caused = byOwner.remove(Owner.of(jvm));
        if (caused != null) {
            caused.temporary.delete(caused.identity);
            caused.temporary.close();
        }
    }
}
