package dev.stackhouse.query.flamegraph;

import dev.stackhouse.proto.batch.v1.FrameType;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import java.util.Comparator;

/**
 * What a box of a flame graph stands for: frames of one name and kind, whatever their line.
 *
 * @param name "java.util.HashMap.get"
 * @param type interpreted, compiled and inlined frames are all {@code FRAME_TYPE_JIT_COMPILED}
 */
public record Method(String name, FrameType type) implements Comparable<Method> {
    /** Above every thread. */
    public static final Method ALL = new Method("all", FrameType.FRAME_TYPE_UNSPECIFIED);

    /** Stands for the children of a node that were cut. */
    public static final Method OTHER = new Method("(other)", FrameType.FRAME_TYPE_UNSPECIFIED);

    private static final Comparator<Method> ORDER =
            Comparator.comparing(Method::name).thenComparing(Method::type);

    public static Method of(FrameRow frame) {
        String name = frame.className().isEmpty() ? frame.methodName() : frame.className() + "." + frame.methodName();
        return new Method(name, kindOf(FrameType.forNumber(frame.type())));
    }

    /** By name, then by type. */
    @Override
    public int compareTo(Method other) {
        return ORDER.compare(this, other);
    }

    private static FrameType kindOf(FrameType type) {
        if (type == null) { // a type that a newer collector knows
            return FrameType.FRAME_TYPE_UNSPECIFIED;
        }
        return switch (type) {
            case FRAME_TYPE_INTERPRETED, FRAME_TYPE_INLINED, FRAME_TYPE_C1_COMPILED ->
                FrameType.FRAME_TYPE_JIT_COMPILED;
            default -> type;
        };
    }
}
