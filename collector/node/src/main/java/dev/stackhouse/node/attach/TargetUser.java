package dev.stackhouse.node.attach;

import java.io.IOException;

/**
 * Lets the current thread act as the user of a JVM: HotSpot of JDK 8 talks to its own user only, not even to root. Linux keeps user
 * and group per thread; only the C library makes them one for all threads, and is passed by here. Needs CAP_SETUID and CAP_SETGID
 * where the user is another one.
 */
final class TargetUser {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SETRESUID = ARM ? 147 : 117;
    private static final long SETRESGID = ARM ? 149 : 119;
    private static final long UNCHANGED = -1;

    /** Something that is done as another user. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    private TargetUser() {}

    static int own() {
        return Libc.INSTANCE.geteuid();
    }

    static <T> T run(int userId, int groupId, Action<T> action) throws IOException {
        if (own() != 0) {
            return action.run();
        }
        // The group first: another user could not change it any more, nor back.
        set(SETRESGID, groupId);
        try {
            set(SETRESUID, userId);
            try {
                return action.run();
            } finally {
                set(SETRESUID, 0);
            }
        } finally {
            set(SETRESGID, 0);
        }
    }

    private static void set(long call, int effective) throws AttachException {
        if (Libc.INSTANCE.syscall(call, UNCHANGED, effective, UNCHANGED) != 0) {
            throw new AttachException(
                    AttachException.Reason.NOT_PERMITTED,
                    "this daemon may not act as user or group " + effective + " (CAP_SETUID, CAP_SETGID)");
        }
    }
}
