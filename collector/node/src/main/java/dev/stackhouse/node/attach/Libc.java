package dev.stackhouse.node.attach;

import com.sun.jna.Library;
import com.sun.jna.Native;

/** The system calls that Java has no word for. */
interface Libc extends Library {
    Libc INSTANCE = Native.load("c", Libc.class);

    int geteuid();

    int kill(int processId, int signal);

    /** The raw call: what it changes is the calling thread's alone, other than with the C library's own functions. */
    long syscall(long number, long first, long second, long third);
}
