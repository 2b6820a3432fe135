package dev.stackhouse.collector.config;

/** What may change the rates of a collector while it runs. */
public final class ControlConfig {
    /** Nothing may. */
    public static final ControlConfig NONE = new ControlConfig("", 0);

    private final String policyTopic;
    private final double cpuBudget;

    /**
     * @param policyTopic where policies are; empty for none
     * @param cpuBudget share of the JVM's CPU that the collector may use, 0.01 for 1 %; 0 for any
     */
    public ControlConfig(String policyTopic, double cpuBudget) {
        this.policyTopic = policyTopic;
        this.cpuBudget = cpuBudget;
    }

    static ControlConfig from(Settings settings) {
        String topic = settings.text("policy.topic", "stackhouse.policies");
        return new ControlConfig(topic.equals("off") ? "" : topic, settings.share("cpu.budget", 0.01));
    }

    public String policyTopic() {
        return policyTopic;
    }

    public double cpuBudget() {
        return cpuBudget;
    }
}
