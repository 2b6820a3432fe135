package dev.stackhouse.collector.sampling;

import dev.stackhouse.proto.batch.v1.FrameType;
import org.jspecify.annotations.Nullable;

/** One frame of a recorded stack. */
public final class RecordedFrame {
    private final String className;
    private final String methodName;
    private final int line;
    private final FrameType type;

    /**
     * @param className with dots; empty for native frames
     * @param line source line, or 0
     */
    public RecordedFrame(String className, String methodName, int line, FrameType type) {
        this.className = className;
        this.methodName = methodName;
        this.line = line;
        this.type = type;
    }

    public String className() {
        return className;
    }

    public String methodName() {
        return methodName;
    }

    public int line() {
        return line;
    }

    public FrameType type() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof RecordedFrame)) {
            return false;
        }
        RecordedFrame that = (RecordedFrame) other;
        return className.equals(that.className)
                && methodName.equals(that.methodName)
                && line == that.line
                && type == that.type;
    }

    @Override
    public int hashCode() {
        int hash = className.hashCode();
        hash = 31 * hash + methodName.hashCode();
        hash = 31 * hash + line;
        return 31 * hash + type.hashCode();
    }
}
