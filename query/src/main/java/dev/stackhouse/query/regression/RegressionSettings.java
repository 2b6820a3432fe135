package dev.stackhouse.query.regression;

import dev.stackhouse.query.regression.rules.RulesException;
import dev.stackhouse.query.regression.rules.RulesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server looks at deploys, and by which rules.
 *
 * @param on whether it does; what others have found is told in any case
 * @param rules file of rules; null for none
 * @param pause between two turns
 */
public record RegressionSettings(boolean on, @Nullable Path rules, Duration pause) {
    public static final RegressionSettings DEFAULT = new RegressionSettings(true, null, Duration.ofSeconds(10));

    /**
     * Reads the settings from environment variables, STACKHOUSE_REGRESSIONS and STACKHOUSE_REGRESSION_RULES, and reads the rules to
     * see whether they can be used.
     *
     * @throws IllegalArgumentException with a line for every fault, each of which names its variable
     */
    public static RegressionSettings parse(Map<String, String> variables) {
        List<String> faults = new ArrayList<>();
        String on = variables.getOrDefault("STACKHOUSE_REGRESSIONS", "").strip();
        if (!on.isEmpty() && !on.equals("on") && !on.equals("off")) {
            faults.add("STACKHOUSE_REGRESSIONS is '" + on + "'; it must be on or off");
        }
        String file = variables.getOrDefault("STACKHOUSE_REGRESSION_RULES", "").strip();
        Path rules = file.isEmpty() ? null : Path.of(file);
        try {
            RulesFile.open(rules);
        } catch (RulesException e) {
            e.faults().forEach(fault -> faults.add("STACKHOUSE_REGRESSION_RULES, " + file + ": " + fault));
        } catch (IOException e) {
            faults.add("STACKHOUSE_REGRESSION_RULES is '" + file + "', which cannot be read: " + e);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), faults));
        }
        return new RegressionSettings(!on.equals("off"), rules, DEFAULT.pause);
    }
}
