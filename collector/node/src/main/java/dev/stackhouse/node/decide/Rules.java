package dev.stackhouse.node.decide;

import dev.stackhouse.collector.config.CollectorConfig;
import dev.stackhouse.collector.config.ConfigException;
import dev.stackhouse.collector.config.ConfigSources;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.ProcFs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides about JVMs: what a JVM's own environment says comes first, then the first rule of the file that speaks of it, then the
 * file's last word. Immutable.
 */
public final class Rules {
    static final String OFF = "STACKHOUSE_PROFILE";
    /** Processes of the platform itself; the demo's, and programs that are measured, are applications. */
    private static final Pattern OURS =
            Pattern.compile("dev\\.stackhouse\\.(standalone|broker|streamer|storage|query)\\..*"
                    + "|dev\\.stackhouse\\.(node\\.Node|bench\\.Bench)Main");
    /** Agents that bring a profiler of their own, which may not have been loaded yet. */
    private static final Pattern AGENT = Pattern.compile(
            "-javaagent:[^\\s]*(stackhouse-collector|pyroscope)[^\\s]*\\.jar|-agentpath:[^\\s]*asyncProfiler");

    private final List<Rule> rules;
    private final boolean byDefault;
    private final Map<String, String> rates;

    Rules(List<Rule> rules, boolean byDefault, Map<String, String> rates) {
        this.rules = rules;
        this.byDefault = byDefault;
        this.rates = rates;
    }

    /**
     * Every JVM is profiled.
     *
     * @param settings of the node, as variables: what a JVM's own environment does not say about rates
     */
    public static Rules none(Map<String, String> settings) {
        return new Rules(List.of(), true, settings);
    }

    public Decision decide(ProcFs proc, JvmProcess jvm) {
        if (jvm.environment().getOrDefault(OFF, "").equals("off")) {
            return Decision.leaveAlone("its environment says " + OFF + "=off", false);
        }
        if (jvm.processId() == ProcessHandle.current().pid()
                || OURS.matcher(jvm.mainClass()).matches()) {
            return Decision.leaveAlone("it is a part of Stackhouse itself", false);
        }
        try {
            CollectorConfig told = told(proc, jvm, null, Map.of());
            for (Rule rule : rules) {
                if (rule.matches(jvm, told.labels())) {
                    if (!rule.profile()) {
                        return Decision.leaveAlone("a rule excludes it", false);
                    }
                    return decided(jvm, told(proc, jvm, rule.service(jvm), rule.setLabels()));
                }
            }
            return byDefault ? decided(jvm, told) : Decision.leaveAlone("no rule includes it", false);
        } catch (ConfigException e) {
            return Decision.leaveAlone("its environment has settings that cannot be used: " + e.getMessage(), true);
        }
    }

    private static Decision decided(JvmProcess jvm, CollectorConfig told) {
        String command = jvm.commandLine() + " " + jvm.environment().getOrDefault("JAVA_TOOL_OPTIONS", "");
        return AGENT.matcher(command).find()
                ? Decision.leaveAlone("it starts with a profiling agent of its own", true)
                : new Decision(true, "", false, told.service(), told.labels(), OwnSettings.of(told));
    }

    /** The settings as the collector would read them inside of that JVM. */
    private CollectorConfig told(ProcFs proc, JvmProcess jvm, @Nullable String service, Map<String, String> setLabels) {
        Map<String, String> environment = new LinkedHashMap<>(rates);
        environment.putAll(jvm.environment());
        ContainerLabels.of(proc, jvm)
                .forEach((name, value) -> environment.merge(
                        "OTEL_RESOURCE_ATTRIBUTES", name + "=" + value, (own, ours) -> ours + "," + own));
        Map<String, String> arguments = new LinkedHashMap<>();
        if (service != null && !environment.containsKey("STACKHOUSE_SERVICE")) {
            arguments.put("service", service);
        }
        setLabels.forEach((name, value) -> arguments.put("labels." + name, value));
        return CollectorConfig.from(new ConfigSources(arguments, Map.of(), environment, jvm.mainClass()));
    }
}
