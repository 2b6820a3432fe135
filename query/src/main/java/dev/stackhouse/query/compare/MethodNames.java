package dev.stackhouse.query.compare;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.query.flamegraph.Method;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** The methods of a stack by name: without lines, and without the name of the thread. Not thread-safe. */
final class MethodNames {
    private final IdentityHashMap<FrameRow, String> names = new IdentityHashMap<>();

    /** Of a stack, root first. */
    List<String> of(List<FrameRow> frames) {
        List<String> methods = new ArrayList<>(frames.size());
        for (FrameRow frame : frames) {
            if (frame.type() != FrameType.FRAME_TYPE_THREAD_VALUE) {
                methods.add(
                        names.computeIfAbsent(frame, named -> Method.of(named).name()));
            }
        }
        return methods;
    }
}
