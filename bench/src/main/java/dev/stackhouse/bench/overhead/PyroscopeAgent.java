package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The agent of Pyroscope, uploading JFR every 10 s, as is its default.
 *
 * @param settings beyond where to upload and under what name
 */
record PyroscopeAgent(String name, Path agent, Map<String, String> settings) implements Profiler {
    @Override
    public List<String> jvmOptions(Destinations destinations) {
        return List.of("-javaagent:" + agent);
    }

    @Override
    public Map<String, String> variables(Destinations destinations) {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("PYROSCOPE_APPLICATION_NAME", "overhead");
        variables.put("PYROSCOPE_SERVER_ADDRESS", destinations.uploads().address());
        return variables;
    }

    @Override
    public Pauses follow(long processId, Destinations destinations) throws IOException {
        return PyroscopePauses.of(processId, destinations.directory());
    }

    @Override
    public List<Sent> sent(Destinations destinations) {
        return destinations.uploads().take();
    }
}
