package dev.stackhouse.bench.overhead.program;

/** Attached to a program that Pyroscope's agent is in, stops that agent or starts it again. */
public final class PyroscopeSwitch {
    private PyroscopeSwitch() {}

    /** Stops it, or starts it with the settings that it began with, those of the environment. */
    public static void agentmain(String what) throws ReflectiveOperationException {
        Class<?> agent = load("io.pyroscope.javaagent.PyroscopeAgent");
        if (what.equals("stop")) {
            agent.getMethod("stop").invoke(null);
        } else {
            Class<?> config = load("io.pyroscope.javaagent.config.Config");
            agent.getMethod("start", config)
                    .invoke(null, config.getMethod("build").invoke(null));
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }
}
