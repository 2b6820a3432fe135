package dev.stackhouse.query.regression.route;

import dev.stackhouse.proto.query.v1.Incident;
import java.util.List;

/** Tells one kind of receiver. For one thread. */
interface Sender {
    /** Tells of a change. */
    void send(Notice notice) throws SendException, InterruptedException;

    /** Tells again of all that fire, for receivers that forget. */
    default void repeat(List<Incident> firing) throws SendException, InterruptedException {}

    /** Whether the receiver forgets. */
    default boolean repeats() {
        return false;
    }
}
