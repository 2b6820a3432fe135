package dev.stackhouse.node.profile;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.profile.Lanes.Pace;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A JVM that was found, and what has become of it. Changed by the one worker that has taken it; read by all. */
final class Found {
    static final long NEVER = Long.MAX_VALUE;
    private static final long FIRST_BACK_OFF_MILLIS = 5_000;
    /** Each makes a JVM that does not know what is meant print its threads. */
    private static final int MOST_TRIES = 3;
    /** Who takes longer waits with others like it. */
    private static final long QUICK_MILLIS = 2_000;

    private static final long MOST_SILENT_MILLIS = 60_000;

    /** What has become of it. */
    enum Stage {
        WAITING,
        PROFILED,
        LEFT_ALONE
    }

    private final JvmProcess jvm;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Stage stage = Stage.WAITING;
    private volatile @Nullable Target target;
    private volatile long dueMillis;
    private volatile Pace pace = Pace.UNKNOWN;

    private volatile long cutDueMillis;
    private long silentMillis;
    private int tries;

    private Found(JvmProcess jvm, long dueMillis) {
        this.jvm = jvm;
        this.dueMillis = dueMillis;
    }

    static Found waiting(JvmProcess jvm, long dueMillis) {
        return new Found(jvm, dueMillis);
    }

    /** One that a daemon before this one attached to. */
    static Found goneOn(Target target) {
        Found found = new Found(target.jvm(), 0);
        found.target = target;
        found.stage = target.state().idle() ? Stage.LEFT_ALONE : Stage.PROFILED;
        return found;
    }

    JvmProcess jvm() {
        return jvm;
    }

    Stage stage() {
        return stage;
    }

    /** Null if it was never attached to. */
    @Nullable
    Target target() {
        return target;
    }

    boolean isDue(long nowMillis) {
        return nowMillis >= dueMillis;
    }

    boolean isBusy() {
        return busy.get();
    }

    Pace pace() {
        return pace;
    }

    /** Something was done to it and took so long. */
    void took(long millis) {
        pace = millis > QUICK_MILLIS ? Pace.SLOW : Pace.QUICK;
    }

    boolean isCutDue(long nowMillis) {
        return stage == Stage.PROFILED && nowMillis >= cutDueMillis;
    }

    /** It was asked for its interval; one that does not answer is asked more seldom, with every time. */
    void asked(boolean answered, long nowMillis) {
        silentMillis = answered ? 0 : Math.min(MOST_SILENT_MILLIS, Math.max(10_000, 2 * silentMillis));
        cutDueMillis = nowMillis + silentMillis;
    }

    /** Whether the caller has it now, for itself. */
    boolean take() {
        return busy.compareAndSet(false, true);
    }

    void giveBack() {
        busy.set(false);
    }

    void reconsider(long nowMillis) {
        dueMillis = Math.min(dueMillis, nowMillis);
    }

    /** Nothing is to be decided about it until the rules change. */
    void settled(Target now) {
        target = now;
        stage = Stage.PROFILED;
        dueMillis = NEVER;
    }

    void profiled(Target now) {
        tries = 0;
        settled(now);
    }

    void idle(Target was) {
        target = was;
        stage = Stage.LEFT_ALONE;
    }

    void leftAlone(long untilMillis) {
        stage = Stage.LEFT_ALONE;
        dueMillis = untilMillis;
    }

    /** Longer with every failure, and at last {@link #NEVER}. */
    long backOffMillis() {
        tries++;
        return tries >= MOST_TRIES ? NEVER : FIRST_BACK_OFF_MILLIS << (2 * tries);
    }
}
