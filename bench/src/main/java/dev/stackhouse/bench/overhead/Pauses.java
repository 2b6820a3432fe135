package dev.stackhouse.bench.overhead;

import java.io.IOException;

/**
 * Makes a profiler pause and go on while its program works: what it costs is the difference inside one start, in which neither the
 * just-in-time compiler nor the machine had time to become another. For one thread.
 */
interface Pauses extends AutoCloseable {
    /** Of a profiler that is not there. */
    Pauses OF_NOTHING = new Pauses() {};

    /** Said 8 s before a pause, to whoever needs that long. In milliseconds since the Unix epoch. */
    default void announce(long fromMillis, long untilMillis) throws Exception {}

    /** Said when the pause begins. */
    default void pause() throws Exception {}

    /** Said when the pause is over. */
    default void resume() throws Exception {}

    @Override
    default void close() throws IOException {}
}
