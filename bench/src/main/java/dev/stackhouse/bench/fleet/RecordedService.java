package dev.stackhouse.bench.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The demo service as it was really sampled, twelve minutes of it (its start and just-in-time compilation included), over and
 * over; each instance is at another point of it. Immutable.
 *
 * <p>The recording has three parts of tab-separated lines: frames (type, line, class, method), stacks (numbers of frames, root
 * first) and samples (event, number of the window, number of the stack, value, count).
 */
public final class RecordedService implements FleetService {
    private static final String RECORDING = "shop.recording.gz";
    private static final int WINDOWS_APART = 17;

    private record Sample(int stack, long value, int count) {}

    private final String name;
    private final List<List<SyntheticFrame>> stacks = new ArrayList<>();
    private final Map<String, Map<Integer, List<Sample>>> windowsByEvent = new TreeMap<>();
    private int windows;

    public RecordedService(String name) {
        this.name = name;
        try (InputStream in = RecordedService.class.getResourceAsStream(RECORDING)) {
            if (in == null) {
                throw new IllegalStateException(RECORDING + " is missing from the class path");
            }
            read(new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(BufferedReader lines) throws IOException {
        List<SyntheticFrame> frames = new ArrayList<>();
        String part = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.split("\t", -1);
            switch (part.isEmpty() || line.startsWith("#") ? "#" : part) {
                case "#" -> part = line;
                case "#frames" ->
                    frames.add(new SyntheticFrame(
                            fields[2], fields[3], Integer.parseInt(fields[1]), Integer.parseInt(fields[0])));
                case "#stacks" -> {
                    List<SyntheticFrame> stack = new ArrayList<>();
                    for (String frame : line.split(" ", -1)) {
                        stack.add(frames.get(Integer.parseInt(frame)));
                    }
                    stacks.add(List.copyOf(stack));
                }
                default -> {
                    int window = Integer.parseInt(fields[1]);
                    windows = Math.max(windows, window + 1);
                    windowsByEvent
                            .computeIfAbsent(fields[0], event -> new TreeMap<>())
                            .computeIfAbsent(window, number -> new ArrayList<>())
                            .add(new Sample(
                                    Integer.parseInt(fields[2]),
                                    Long.parseLong(fields[3]),
                                    Integer.parseInt(fields[4])));
                }
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> events() {
        return List.copyOf(windowsByEvent.keySet());
    }

    @Override
    public void sample(String event, int instance, long windowMillis, WindowSamples into) {
        into.reset(stacks.size());
        int window = (int) Math.floorMod(windowMillis / 10_000 + (long) instance * WINDOWS_APART, (long) windows);
        for (Sample sample : windowsByEvent.getOrDefault(event, Map.of()).getOrDefault(window, List.of())) {
            into.add(sample.stack, sample.value, sample.count);
        }
    }

    @Override
    public List<SyntheticFrame> stack(int stack) {
        return stacks.get(stack);
    }
}
